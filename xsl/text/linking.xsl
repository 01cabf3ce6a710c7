<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Linking, Segmentation, Alignment (SA): pointers and their groups have no text of their own. -->
  <xsl:template match="tei:link | tei:join | tei:alt | tei:when | tei:anchor[not(@xml:id)] | tei:ptr"><xsl:apply-templates select="tei:desc"/></xsl:template>
</xsl:stylesheet>
