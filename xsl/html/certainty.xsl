<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Certainty, Precision, and Responsibility (CE): what an attribute says of another passage, in words where it stands. -->
  <xsl:template match="tei:certainty | tei:precision | tei:respons">
    <span data-tei="{local-name()}" class="annotation"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:call-template name="p:judgement"/></span><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:certainty | tei:precision | tei:respons" mode="m:record" priority="2"><div data-tei="{local-name()}" class="statement"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:call-template name="p:judgement"/></span><xsl:apply-templates/></div></xsl:template>
  <xsl:template name="p:judgement">
    <xsl:text>[</xsl:text><xsl:value-of select="b:label(local-name())"/><xsl:value-of select="b:word('text.colon')"/>
    <xsl:apply-templates select="@cert | @degree | @precision" mode="p:degree"/>
    <xsl:if test="@locus"><xsl:text> (</xsl:text><xsl:value-of select="@locus"/>)</xsl:if>
    <xsl:if test="@assertedValue"><xsl:text> “</xsl:text><xsl:value-of select="@assertedValue"/>”</xsl:if>
    <xsl:if test="@resp"><xsl:text> </xsl:text><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="@resp"/></xsl:call-template></xsl:if>
    <xsl:text>] </xsl:text>
  </xsl:template>
  <xsl:template match="@*" mode="p:degree"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="@precision[b:has(concat('element.precision-', .))]" mode="p:degree"><xsl:value-of select="b:word(concat('element.precision-', .))"/></xsl:template>
  <xsl:template match="@cert[b:has(concat('reading.', .))] | @degree[b:has(concat('reading.', .))]" mode="p:degree"><xsl:value-of select="b:word(concat('reading.', .))"/></xsl:template>
</xsl:stylesheet>
