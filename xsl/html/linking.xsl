<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Linking, Segmentation, and Alignment (SA). Segments carry addresses: a reader may link to a sentence. -->
  <xsl:template match="tei:seg"><span data-tei="seg"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:seg[@n]"><span data-tei="seg"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:ab"><div data-tei="ab"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:if test="parent::tei:div/@n and not(preceding-sibling::*[1])"><xsl:apply-templates select="../@n" mode="m:number"/></xsl:if><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates/></div></xsl:template>
  <!-- A point: something for a pointer to point to (SA-anchor). -->
  <xsl:template match="tei:anchor"><span data-tei="anchor"><xsl:apply-templates select="@*" mode="m:attributes"/></span></xsl:template>
  <!-- Links, joins and alternatives are for programs; what they say in words is shown. -->
  <xsl:template match="tei:link | tei:linkGrp | tei:join | tei:joinGrp | tei:alt | tei:altGrp"><span data-tei="{local-name()}" class="annotation"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- A timeline is a list of points in time (SA-timeline). -->
  <xsl:template match="tei:timeline"><ol data-tei="timeline" class="plain"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ol></xsl:template>
  <xsl:template match="tei:when" mode="p:in-list"><li data-tei="when"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:moment"/></li></xsl:template>
  <xsl:template match="tei:when"><span data-tei="when"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:moment"/></span></xsl:template>
  <xsl:template name="p:moment"><span class="generated"><xsl:value-of select="@absolute"/><xsl:if test="@interval"> +<xsl:value-of select="@interval"/><xsl:text> </xsl:text><xsl:value-of select="@unit | ../@unit"/></xsl:if></span></xsl:template>
  <!-- Annotations that stand off the text lead to what they speak of (SA-annotation). -->
  <xsl:template match="tei:listAnnotation | tei:annotation | tei:standOff/tei:annotation"><div data-tei="{local-name()}" class="facts"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@target" mode="p:about"/><xsl:apply-templates mode="m:record"/></div></xsl:template>
  <xsl:template match="@target" mode="p:about"><span class="generated"><xsl:apply-templates select="." mode="p:parties"/></span><xsl:text> </xsl:text></xsl:template>
</xsl:stylesheet>
