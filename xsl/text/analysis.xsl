<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Simple Analytic Mechanisms (AI). Words that stand without white space between them are still words. -->
  <xsl:template match="tei:w"><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:w[preceding-sibling::node()[1]/self::tei:w and not(@part = 'M' or @part = 'F')]"><xsl:text>&#10;</xsl:text><xsl:apply-templates/></xsl:template>
  <!-- Where the spaces between words are written as c, the white space between the elements is none. -->
  <xsl:template match="tei:s[tei:c = ' ']/text()"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="tei:s[tei:c = ' ']/tei:w" priority="0.7"><xsl:apply-templates/></xsl:template>
  <!-- How a token joins its neighbours, whatever white space stands between them (att.linguistic, AILALW). -->
  <xsl:template match="tei:w[@join = 'right'] | tei:pc[@join = 'right']" priority="1"><xsl:apply-templates/><join/></xsl:template>
  <xsl:template match="tei:w[@join = 'left'] | tei:pc[@join = 'left']" priority="1"><join/><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:w[@join = 'both'] | tei:pc[@join = 'both']" priority="1"><join/><xsl:apply-templates/><join/></xsl:template>
  <!-- Punctuation that is written in an attribute is text. -->
  <xsl:template match="tei:c[@n and not(node())]"><xsl:value-of select="@n"/></xsl:template>
  <!-- Interpretations speak about the text. -->
  <xsl:template match="tei:interp | tei:interpGrp | tei:spanGrp | tei:certainty | tei:precision | tei:respons"><mark what="note"><xsl:apply-templates/></mark></xsl:template>
</xsl:stylesheet>
