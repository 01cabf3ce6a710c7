<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" exclude-result-prefixes="tei b">
  <xsl:import href="core:html.xsl"/>
  <!-- It puts names before the sentence they are in. -->
  <xsl:template match="tei:p"><p><xsl:apply-templates select="tei:name"/><xsl:text> </xsl:text><xsl:apply-templates select="node()[not(self::tei:name)]"/></p></xsl:template>
</xsl:stylesheet>
