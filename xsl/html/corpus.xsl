<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Language Corpora (CC): what is said of a text, its participants and its setting is a set of facts. -->
  <xsl:template match="tei:particDesc | tei:settingDesc | tei:setting | tei:textDesc | tei:channel | tei:constitution | tei:derivation | tei:domain | tei:factuality | tei:interaction | tei:preparedness | tei:purpose">
    <xsl:call-template name="t:facts"/>
  </xsl:template>
  <xsl:template match="tei:activity | tei:locale"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
</xsl:stylesheet>
