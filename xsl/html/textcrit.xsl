<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Critical Apparatus (TC): the reading of the text stands in the run, the others apart, each with its witnesses. -->
  <xsl:template match="tei:app"><span data-tei="app"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:app"/></span></xsl:template>
  <xsl:template match="text()" mode="m:app"/>
  <xsl:template match="*" mode="m:app"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="tei:rdg[preceding-sibling::tei:lem or preceding-sibling::tei:rdg or preceding-sibling::tei:rdgGrp] | tei:rdgGrp[preceding-sibling::tei:lem or preceding-sibling::tei:rdg or preceding-sibling::tei:rdgGrp]" mode="m:app">
    <span data-apart="" class="variant"><span class="generated label"><xsl:value-of select="b:word('reading.variant')"/></span><xsl:text> </xsl:text><xsl:apply-templates select="."/></span>
  </xsl:template>
  <xsl:template match="tei:lem | tei:rdg | tei:rdgGrp | tei:wit | tei:witDetail">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><xsl:apply-templates select="@wit" mode="m:sigla"/></span>
  </xsl:template>
  <xsl:template match="@wit" mode="m:sigla"><span class="generated sigla"><xsl:text> </xsl:text><xsl:value-of select="translate(., '#', '')"/></span></xsl:template>
  <xsl:template match="tei:listApp | tei:listWit"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:listApp/tei:app"><p data-tei="app"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:app"/></p></xsl:template>
  <xsl:template match="tei:witness"><p data-tei="witness"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
</xsl:stylesheet>
