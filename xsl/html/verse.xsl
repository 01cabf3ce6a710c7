<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Verse (VE). -->
  <xsl:template match="tei:lg | tei:l"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:p//tei:l[not(ancestor::tei:quote or ancestor::tei:lg)]"><span data-tei="l"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:caesura"><span class="caesura">&#x2003;</span></xsl:template>
</xsl:stylesheet>
