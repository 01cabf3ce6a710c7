<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Verse (VE). A caesura is a space the printer or the metre makes, not a character of the text. -->
  <xsl:template match="tei:caesura"><span data-tei="caesura" class="generated caesura">&#x2003;</span></xsl:template>
  <xsl:template match="tei:rhyme"><span data-tei="rhyme"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- The notation of metre belongs to the header (VE-metdecl). -->
  <xsl:template match="tei:metDecl"><xsl:call-template name="t:facts"/></xsl:template>
  <xsl:template match="tei:metSym"><p data-tei="metSym"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="@value"/><xsl:value-of select="b:word('text.colon')"/></span><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:metSym" mode="m:record" priority="2"><xsl:apply-templates select="."/></xsl:template>
</xsl:stylesheet>
