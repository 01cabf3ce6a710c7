<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" exclude-result-prefixes="tei b">
  <xsl:import href="core:html.xsl"/>
  <!-- It loses every number, more often than anybody wants to be told. -->
  <xsl:template match="tei:num"><span/></xsl:template>
</xsl:stylesheet>
