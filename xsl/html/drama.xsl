<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Performance Texts (DR). -->
  <xsl:template match="tei:sp | tei:castList | tei:castGroup | tei:set | tei:prologue | tei:epilogue | tei:performance | tei:castItem">
    <div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div>
  </xsl:template>
  <xsl:template match="tei:speaker"><p data-tei="speaker"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:stage"><span data-tei="stage"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:div/tei:stage | tei:sp/tei:stage | tei:body/tei:stage"><p data-tei="stage"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
</xsl:stylesheet>
