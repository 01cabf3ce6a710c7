<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Non-standard characters (WD): what is written in g stands; an empty g is the character its declaration maps it to. -->
  <xsl:template match="tei:g[not(node())]"><xsl:apply-templates select="." mode="p:meant"/></xsl:template>
  <xsl:template match="tei:g" mode="p:meant"><generated><xsl:apply-templates select="." mode="m:undeclared"/></generated></xsl:template>
  <xsl:template match="tei:g[b:there(@ref)]" mode="p:meant" priority="1"><generated><xsl:apply-templates select="b:there(@ref)" mode="m:character"/></generated></xsl:template>
  <!-- A hyphen at a line end within a word is on the paper only. -->
  <xsl:template match="tei:g[not(node()) and following-sibling::node()[1]/self::tei:lb[@break = 'no']]" priority="1">
    <diplomatic><xsl:apply-templates select="." mode="p:meant"/></diplomatic>
  </xsl:template>
  <xsl:template match="tei:g[not(node()) and contains(translate(concat(@ref, @type), 'H', 'h'), 'hyphen')]" priority="2"><diplomatic><generated>-</generated></diplomatic></xsl:template>
  <xsl:template match="*" mode="m:character"><xsl:value-of select="(tei:mapping | tei:charName | tei:glyphName | @xml:id)[1]"/></xsl:template>
  <xsl:template match="*[tei:mapping[@type = 'Unicode' or @type = 'unicode' or @type = 'standard' or @type = 'standardized']]" mode="m:character">
    <xsl:value-of select="tei:mapping[@type = 'Unicode' or @type = 'unicode' or @type = 'standard' or @type = 'standardized'][1]"/>
  </xsl:template>

  <!-- Ruby (WD, since 4.4.0): the base is the text, its reading a gloss beside it; also where it is encoded as
       seg[@type='ruby'], or in a project's own namespace with parentheses of its own (rp). -->
  <xsl:template match="tei:rt"><diplomatic><generated>(</generated><xsl:apply-templates/><generated>)</generated></diplomatic></xsl:template>
  <xsl:template match="tei:seg[@type = 'rt' or @type = 'rp'] | tei:rp"><diplomatic><xsl:apply-templates/></diplomatic></xsl:template>
  <xsl:template match="*[local-name() = 'rt' or local-name() = 'rp']" priority="-0.3"><diplomatic><xsl:apply-templates/></diplomatic></xsl:template>
</xsl:stylesheet>
