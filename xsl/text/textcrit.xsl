<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Critical Apparatus (TC): the text is the lemma; without one, the first reading. Other readings are apparatus. -->
  <xsl:template match="tei:app">
    <xsl:apply-templates select="." mode="m:text-of"/>
    <xsl:apply-templates select="tei:note | tei:witDetail"/>
  </xsl:template>
  <xsl:template match="tei:app | tei:rdgGrp" mode="m:text-of"><xsl:apply-templates select="(tei:lem | tei:rdg | tei:rdgGrp)[1]"/></xsl:template>
  <xsl:template match="tei:app[tei:lem] | tei:rdgGrp[tei:lem]" mode="m:text-of"><xsl:apply-templates select="tei:lem[1]"/></xsl:template>
  <xsl:template match="tei:rdgGrp"><xsl:apply-templates select="." mode="m:text-of"/></xsl:template>

  <!-- An apparatus apart from the text it speaks of (TC, section 12.2) is not the running text: one entry to a line,
       the lemma closed by a bracket. -->
  <xsl:template match="tei:listApp"><apparatus><xsl:call-template name="t:block"/></apparatus></xsl:template>
  <xsl:template match="tei:app[@from or @to or @loc] | tei:listApp//tei:app" priority="1">
    <apparatus><block tight="yes"><xsl:copy-of select="@b:id"/><xsl:apply-templates mode="m:entry"/></block></apparatus>
  </xsl:template>
  <!-- Where the words follow again after their entry, the entry is none of the text. -->
  <xsl:template match="tei:app[b:repeated(.)]" priority="0.9"><apparatus/></xsl:template>
  <xsl:template match="text()" mode="m:entry"/>
  <xsl:template match="*" mode="m:entry"><xsl:text>&#10;</xsl:text><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="tei:lem" mode="m:entry"><xsl:apply-templates select="."/><generated>]</generated></xsl:template>
  <xsl:template match="tei:rdg[preceding-sibling::tei:lem[1] or preceding-sibling::tei:rdg[1]]" mode="m:entry"><xsl:text>&#10;</xsl:text><apart data-apart=""><xsl:apply-templates select="."/></apart></xsl:template>
  <xsl:template match="tei:rdgGrp" mode="m:entry"><xsl:apply-templates mode="m:entry"/></xsl:template>
  <xsl:template match="tei:note" mode="m:entry"><xsl:text>&#10;</xsl:text><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:listWit"><apparatus><xsl:call-template name="t:block"/></apparatus></xsl:template>
  <xsl:template match="tei:witness"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:wit | tei:witDetail" priority="0.6"><apparatus><xsl:apply-templates/></apparatus></xsl:template>
</xsl:stylesheet>
