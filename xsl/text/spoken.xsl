<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Transcriptions of Speech (TS): each utterance is a line; what is not spoken stands in brackets. -->
  <xsl:template match="tei:u"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:annotationBlock"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:vocal | tei:kinesic | tei:incident">
    <xsl:call-template name="t:bracketed"><xsl:with-param name="open" select="'['"/><xsl:with-param name="close" select="']'"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="tei:pause"><xsl:text>&#10;</xsl:text></xsl:template>
</xsl:stylesheet>
