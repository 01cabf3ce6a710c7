<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Simple Analytic Mechanisms (AI): words, clauses and sentences are text; what an analyst says of them stands beside it. -->
  <xsl:template match="tei:s | tei:w | tei:c | tei:pc | tei:phr | tei:cl | tei:m"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- Where the spaces between words are written as c, the white space between the elements is none (AI-linguistic). -->
  <xsl:template match="tei:s[tei:c = ' ']/text()"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <!-- Punctuation that stands only in an attribute is text. -->
  <xsl:template match="tei:c[@n and not(node())]"><span data-tei="c"><xsl:value-of select="@n"/></span></xsl:template>
  <xsl:template match="tei:pc[@n and not(node())]"><span data-tei="pc" class="generated"><xsl:value-of select="@n"/></span></xsl:template>

  <xsl:template match="tei:interp | tei:span"><span data-tei="{local-name()}" class="annotation"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label"><xsl:value-of select="b:label(local-name())"/></span><xsl:text> </xsl:text><xsl:apply-templates select="@from" mode="p:passage"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:interpGrp | tei:spanGrp"><div data-tei="{local-name()}" class="annotation"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
</xsl:stylesheet>
