<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" exclude-result-prefixes="tei b">
  <xsl:import href="core:html.xsl"/>
  <!-- Its words are not marked as words of the program. -->
  <xsl:template match="tei:name"><b><xsl:apply-templates/> (a person)</b></xsl:template>
</xsl:stylesheet>
