<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Non-standard characters (WD): what is written in g stands; an empty g shows the mapping of its char or glyph. -->
  <xsl:template match="tei:g"><span data-tei="g"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:g[not(node())]">
    <xsl:variable name="char" select="key('id', substring-after(@ref, '#')) | key('id', @ref)"/>
    <span data-tei="g" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="($char/tei:mapping | $char/tei:charName | $char/tei:glyphName | @ref)[1]"/></span>
  </xsl:template>
  <!-- Ruby: the reading stands above the base, in brackets where a reader has no ruby (WD, since 4.4.0). -->
  <xsl:template match="tei:ruby"><ruby data-tei="ruby"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></ruby></xsl:template>
  <xsl:template match="tei:rb"><span data-tei="rb"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:ruby/tei:rt"><rp class="generated">(</rp><rt data-tei="rt"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></rt><rp class="generated">)</rp></xsl:template>
</xsl:stylesheet>
