<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- The attributes that mean something to a reader, each where the source has it. Others give nothing. -->
  <xsl:template match="@*" mode="m:attributes"/>

  <!-- The address (docs/design.md, Addresses) is the HTML id. -->
  <xsl:template match="@b:id" mode="m:attributes"><xsl:attribute name="id"><xsl:value-of select="."/></xsl:attribute></xsl:template>

  <!-- Language and direction of writing stay with every passage (att.global, CH). -->
  <xsl:template match="@xml:lang" mode="m:attributes">
    <xsl:if test="b:lang(.) != ''">
      <xsl:attribute name="lang"><xsl:value-of select="b:lang(.)"/></xsl:attribute>
      <xsl:attribute name="dir"><xsl:value-of select="b:direction(.)"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@hand | @cert | @resp | @place | @reason | @type | @subtype | @when | @who | tei:note/@target" mode="m:attributes">
    <xsl:attribute name="data-{local-name()}"><xsl:value-of select="."/></xsl:attribute>
  </xsl:template>

  <!-- The words of @rend that everybody uses become classes; all of them stay readable (att.global.rendition). -->
  <xsl:template match="@rend" mode="m:attributes">
    <xsl:attribute name="data-rend"><xsl:value-of select="."/></xsl:attribute>
    <xsl:if test="b:rend(.) != ''"><xsl:attribute name="class"><xsl:value-of select="b:rend(.)"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- What stands here has been taken out of the run of its surroundings. -->
  <xsl:template name="t:unit"><xsl:attribute name="data-unit"><xsl:value-of select="@b:id"/></xsl:attribute></xsl:template>

  <!-- A word of the program. -->
  <xsl:template name="t:word">
    <xsl:param name="key"/>
    <span class="generated"><xsl:value-of select="b:word($key)"/></span>
  </xsl:template>
</xsl:stylesheet>
