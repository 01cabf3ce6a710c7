<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Tables, formulae, figures (FT). Cells are parted by tabs. -->
  <xsl:template match="tei:table | tei:figure[tei:p or tei:head or tei:floatingText] | tei:notatedMusic"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:row"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:cell"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage></xsl:template>
  <xsl:template match="tei:cell[following-sibling::tei:cell[1]]"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage><generated><xsl:text>&#9;</xsl:text></generated></xsl:template>
  <!-- What an editor says a picture shows. -->
  <xsl:template match="tei:figure | tei:formula"><xsl:call-template name="t:spaced"/></xsl:template>
  <xsl:template match="tei:figDesc | tei:figure/tei:desc"><mark what="figure"><xsl:apply-templates/></mark></xsl:template>
</xsl:stylesheet>
