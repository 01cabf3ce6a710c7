<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Feature Structures (FS): names and values, one beside the other; values that only attributes hold are written out. -->
  <xsl:template match="tei:fs"><dl data-tei="fs"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@type" mode="p:kind"/><xsl:apply-templates mode="p:in-fs"/></dl></xsl:template>
  <xsl:template match="@type" mode="p:kind"><dt class="generated"><xsl:value-of select="b:label('fs')"/></dt><dd class="generated"><xsl:value-of select="."/></dd></xsl:template>
  <xsl:template match="tei:f" mode="p:in-fs"><dt class="generated"><xsl:value-of select="@name"/></dt><dd data-tei="f"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:feature"/></dd></xsl:template>
  <xsl:template match="*" mode="p:in-fs"><dd class="other"><xsl:apply-templates select="."/></dd></xsl:template>
  <xsl:template match="text()" mode="p:in-fs"><xsl:if test="normalize-space()"><dd class="other"><xsl:apply-templates select="."/></dd></xsl:if></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="p:in-fs"/>
  <xsl:template match="tei:f"><span data-tei="f"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="@name"/>=</span><xsl:call-template name="p:feature"/></span></xsl:template>
  <xsl:template name="p:feature"><xsl:apply-templates select="@fVal" mode="p:about"/><xsl:apply-templates/></xsl:template>
  <xsl:template match="@fVal" mode="p:about"><span class="generated"><xsl:apply-templates select="." mode="p:parties"/></span></xsl:template>

  <xsl:template match="tei:string"><span data-tei="string"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:symbol | tei:numeric | tei:binary"><span data-tei="{local-name()}" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="@value"/><xsl:if test="@max">–<xsl:value-of select="@max"/></xsl:if></span></xsl:template>
  <xsl:template match="tei:default"><span data-tei="default" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="b:label('default')"/></span></xsl:template>
  <xsl:template match="tei:vLabel"><span data-tei="vLabel"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">@<xsl:value-of select="@name"/><xsl:text> </xsl:text></span><xsl:apply-templates/></span></xsl:template>
  <!-- Several values: all of them, one of them, none of them, joined (FS-collections, FS-boolean). -->
  <xsl:template match="tei:vColl | tei:vAlt | tei:vNot | tei:vMerge"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="b:label(local-name())"/><xsl:text> (</xsl:text></span><xsl:apply-templates mode="p:values"/><span class="generated">)</span></span></xsl:template>
  <xsl:template match="node()" mode="p:values"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[following-sibling::*[1]]" mode="p:values"><xsl:apply-templates select="."/><span class="generated">,</span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="tei:fLib | tei:fvLib"><div data-tei="{local-name()}" class="facts"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <!-- Which features there are (FS-declarations): for the record. -->
  <xsl:template match="tei:fsdDecl | tei:fsDecl | tei:fsDescr | tei:fsdLink | tei:fDecl | tei:fDescr | tei:vRange | tei:vDefault | tei:fsConstraints | tei:cond | tei:bicond | tei:if | tei:then | tei:iff">
    <xsl:call-template name="t:facts"/>
  </xsl:template>
</xsl:stylesheet>
