<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- TEI becomes HTML: one file per TEI module. A project's own xsl/html.xsl imports "core:html.xsl" and
       redefines a template. Public: modes m:*, named templates t:*. Private: p:*. -->
  <xsl:output method="xml" omit-xml-declaration="yes" indent="no"/>

  <!-- What to make: "text" (all but the header and the stand-off annotation), or "record" (these two). -->
  <xsl:param name="part" select="'text'"/>

  <xsl:include href="common/meaning.xsl"/>
  <xsl:include href="html/attributes.xsl"/>
  <xsl:include href="html/fallback.xsl"/>
  <xsl:include href="html/textstructure.xsl"/>
  <xsl:include href="html/core.xsl"/>
  <xsl:include href="html/transcr.xsl"/>
  <xsl:include href="html/textcrit.xsl"/>
  <xsl:include href="html/namesdates.xsl"/>
  <xsl:include href="html/verse.xsl"/>
  <xsl:include href="html/drama.xsl"/>
  <xsl:include href="html/figures.xsl"/>
  <xsl:include href="html/gaiji.xsl"/>
  <xsl:include href="html/header.xsl"/>

  <xsl:template match="/">
    <div>
      <xsl:choose>
        <xsl:when test="$part = 'record'"><xsl:apply-templates select="*" mode="m:record-of"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="*"/></xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>
</xsl:stylesheet>
