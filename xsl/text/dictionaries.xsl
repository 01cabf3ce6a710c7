<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Dictionaries (DI): an entry is a paragraph, each sense a line. -->
  <xsl:template match="tei:entry | tei:entryFree | tei:superEntry"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:sense | tei:hom | tei:re | tei:entry/tei:form | tei:entry/tei:cit"><xsl:call-template name="t:tight"/></xsl:template>
  <!-- Its number is told where the text is as on the paper. -->
  <xsl:template match="tei:sense[@n] | tei:hom[@n]" priority="0.7"><block tight="yes"><xsl:copy-of select="@b:id"/><diplomatic><generated><xsl:value-of select="@n"/><xsl:text> </xsl:text></generated></diplomatic><xsl:apply-templates/></block></xsl:template>
  <!-- What the encoder parted only by tags a reader must see parted. -->
  <xsl:template match="tei:sense/*[following-sibling::node()[1]/self::*[not(self::b:*)] and not(self::tei:sense or self::tei:note)] | tei:cit/*[following-sibling::node()[1]/self::*[not(self::b:*)] and not(self::tei:note)]" priority="0.65"><xsl:apply-templates select="." mode="p:as-it-is"/><xsl:text>&#10;</xsl:text></xsl:template>
  <xsl:template match="*" mode="p:as-it-is"><xsl:apply-templates/></xsl:template>
  <xsl:template match="*[@b:id]" mode="p:as-it-is"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage></xsl:template>
  <xsl:template match="tei:form/* | tei:gramGrp/* | tei:entry/*[not(self::tei:sense or self::tei:hom or self::tei:re or self::tei:form or self::tei:cit or self::tei:note)]"><xsl:call-template name="t:spaced"/></xsl:template>
</xsl:stylesheet>
