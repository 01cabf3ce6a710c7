<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" exclude-result-prefixes="tei b">
  <xsl:import href="core:html.xsl"/>
  <!-- It gives the text of emph and then what emph holds. -->
  <xsl:template match="tei:emph"><em><xsl:value-of select="."/><xsl:apply-templates/></em></xsl:template>
</xsl:stylesheet>
