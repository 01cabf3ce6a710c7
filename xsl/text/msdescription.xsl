<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Manuscript Description (MS), where it stands in a text: each statement on a line of its own. -->
  <xsl:template match="tei:msDesc | tei:msPart | tei:msFrag | tei:physDesc | tei:msContents | tei:history | tei:additional"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:msIdentifier | tei:msItem | tei:msItemStruct | tei:msItem/* | tei:physDesc/* | tei:history/* | tei:additional/* | tei:altIdentifier"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:msIdentifier/*"><xsl:call-template name="t:spaced"/></xsl:template>
</xsl:stylesheet>
