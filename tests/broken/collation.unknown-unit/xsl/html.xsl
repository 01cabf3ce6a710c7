<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" exclude-result-prefixes="tei b">
  <xsl:import href="core:html.xsl"/>
  <!-- A unit is named by the address of an element, not by the name of the element. -->
  <xsl:template match="tei:name"><b data-unit="name"><xsl:apply-templates/></b></xsl:template>
</xsl:stylesheet>
