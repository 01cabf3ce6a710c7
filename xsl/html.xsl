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
  <xsl:include href="html/foreign.xsl"/>
  <xsl:include href="html/header.xsl"/>
  <xsl:include href="html/core.xsl"/>
  <xsl:include href="html/textstructure.xsl"/>
  <xsl:include href="html/gaiji.xsl"/>
  <xsl:include href="html/verse.xsl"/>
  <xsl:include href="html/drama.xsl"/>
  <xsl:include href="html/spoken.xsl"/>
  <xsl:include href="html/dictionaries.xsl"/>
  <xsl:include href="html/msdescription.xsl"/>
  <xsl:include href="html/transcr.xsl"/>
  <xsl:include href="html/textcrit.xsl"/>
  <xsl:include href="html/namesdates.xsl"/>
  <xsl:include href="html/figures.xsl"/>
  <xsl:include href="html/corpus.xsl"/>
  <xsl:include href="html/linking.xsl"/>
  <xsl:include href="html/analysis.xsl"/>
  <xsl:include href="html/iso-fs.xsl"/>
  <xsl:include href="html/nets.xsl"/>
  <xsl:include href="html/certainty.xsl"/>
  <xsl:include href="html/tagdocs.xsl"/>

  <xsl:template match="/">
    <div>
      <xsl:choose>
        <xsl:when test="$part = 'record'"><xsl:apply-templates select="*" mode="m:record-of"/></xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="*/@b:id" mode="p:whole"/>
          <xsl:apply-templates select="*"/>
          <!-- Notes that stand off the text come to the passage they speak of (`fragments`). -->
          <xsl:apply-templates select="(tei:TEI | tei:teiCorpus/tei:TEI)/tei:standOff//tei:note[@target and b:there(@target)/ancestor::tei:text]"/>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>
  <!-- A file that is only a part of a document is one passage. -->
  <xsl:template match="@b:id" mode="p:whole"><xsl:attribute name="data-unit"><xsl:value-of select="."/></xsl:attribute></xsl:template>
  <xsl:template match="tei:TEI/@b:id | tei:teiCorpus/@b:id | tei:teiHeader/@b:id | tei:standOff/@b:id" mode="p:whole"/>
</xsl:stylesheet>
