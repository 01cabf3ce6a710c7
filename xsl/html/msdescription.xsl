<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Manuscript Description (MS): in a text as in the header a set of labelled facts; single facts in a sentence are its words. -->
  <xsl:template match="tei:msDesc | tei:msPart | tei:msFrag | tei:msIdentifier | tei:msContents | tei:msItem | tei:msItemStruct | tei:physDesc | tei:objectDesc | tei:supportDesc | tei:layoutDesc | tei:handDesc | tei:scriptDesc
      | tei:typeDesc | tei:musicNotation | tei:decoDesc | tei:additions | tei:bindingDesc | tei:binding | tei:sealDesc | tei:seal | tei:accMat | tei:history | tei:additional | tei:adminInfo
      | tei:recordHist | tei:custodialHist | tei:custEvent | tei:surrogates">
    <xsl:call-template name="t:facts"/>
  </xsl:template>
  <xsl:template match="tei:acquisition | tei:altIdentifier | tei:catchwords | tei:collation | tei:collection | tei:colophon | tei:condition | tei:decoNote | tei:depth | tei:dim | tei:dimensions | tei:explicit | tei:filiation
      | tei:finalRubric | tei:foliation | tei:height | tei:heraldry | tei:incipit | tei:institution | tei:layout | tei:locus | tei:locusGrp | tei:material | tei:msName | tei:objectType | tei:origDate
      | tei:origPlace | tei:origin | tei:provenance | tei:repository | tei:rubric | tei:secFol | tei:signatures | tei:source | tei:summary | tei:support | tei:typeNote | tei:watermark | tei:width">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:origPlace[@ref] | tei:repository[@ref] | tei:institution[@ref] | tei:collection[@ref]"><a data-tei="{local-name()}" class="name" href="{b:href(@ref)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a></xsl:template>
  <xsl:template match="tei:locus[@target]"><a data-tei="locus" href="{b:href(@target)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a></xsl:template>
  <!-- Measures that only attributes tell (MS-dimensions), and the leaves a locus means. -->
  <xsl:template match="tei:height[not(node())] | tei:width[not(node())] | tei:depth[not(node())] | tei:dim[not(node())]"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:apply-templates select="." mode="m:extent"/></span></span></xsl:template>
  <xsl:template match="tei:locus[not(node())]"><span data-tei="locus"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="@from"/><xsl:if test="@to != @from">–<xsl:value-of select="@to"/></xsl:if></span></span></xsl:template>
  <xsl:template match="tei:dimensions"><span data-tei="dimensions"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:dimension"/></span></xsl:template>
  <xsl:template match="node()" mode="p:dimension"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[following-sibling::*[1]]" mode="p:dimension"><xsl:apply-templates select="."/><span class="generated"> × </span></xsl:template>
  <xsl:template match="*[not(@unit) and ../@unit and not(following-sibling::*[1])]" mode="p:dimension"><xsl:apply-templates select="."/><span class="generated"><xsl:apply-templates select="../@unit" mode="m:unit"/></span></xsl:template>
  <xsl:template match="tei:dimensions" mode="m:record" priority="3"><div data-tei="dimensions" class="statement"><xsl:call-template name="p:record-label"/><div class="words"><xsl:apply-templates select="."/></div></div></xsl:template>
</xsl:stylesheet>
