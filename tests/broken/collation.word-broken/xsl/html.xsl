<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" exclude-result-prefixes="tei b">
  <xsl:import href="core:html.xsl"/>
  <!-- The line end after the initial is white space in the output. -->
  <xsl:template match="tei:c"><b><xsl:apply-templates/></b><xsl:text> </xsl:text></xsl:template>
</xsl:stylesheet>
