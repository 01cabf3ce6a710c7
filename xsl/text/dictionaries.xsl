<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Dictionaries (DI): an entry is a paragraph, each sense a line. -->
  <xsl:template match="tei:entry | tei:entryFree | tei:superEntry"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:hom | tei:re"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:entry/tei:form" priority="0.6"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:sense | tei:entry/tei:cit"><block tight="yes"><xsl:copy-of select="@b:id"/><xsl:apply-templates mode="p:parted"/></block></xsl:template>
  <!-- Its number is told where the text is as on the paper. -->
  <xsl:template match="tei:hom[@n]" priority="0.7"><block tight="yes"><xsl:copy-of select="@b:id"/><diplomatic><generated><xsl:value-of select="@n"/><xsl:text> </xsl:text></generated></diplomatic><xsl:apply-templates/></block></xsl:template>
  <xsl:template match="tei:sense[@n]" priority="0.7"><block tight="yes"><xsl:copy-of select="@b:id"/><diplomatic><generated><xsl:value-of select="@n"/><xsl:text> </xsl:text></generated></diplomatic><xsl:apply-templates mode="p:parted"/></block></xsl:template>
  <!-- A quotation and its source (CO-quotation, DI-cit). -->
  <xsl:template match="tei:cit"><xsl:apply-templates mode="p:parted"/></xsl:template>
  <xsl:template match="tei:cit[@b:id]"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates mode="p:parted"/></passage></xsl:template>
  <xsl:template match="tei:cit[tei:quote[tei:p | tei:l | tei:lg | tei:ab]] | tei:div/tei:cit | tei:body/tei:cit" priority="0.6"><block><xsl:copy-of select="@b:id"/><xsl:apply-templates mode="p:parted"/></block></xsl:template>
  <!-- What the encoder parted only by tags a reader must see parted. -->
  <xsl:template match="*" mode="p:parted"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[following-sibling::node()[1]/self::*[not(self::b:*)] and not(self::tei:sense or self::tei:note or self::b:*)]" mode="p:parted"><xsl:apply-templates select="." mode="p:as-it-is"/><xsl:text>&#10;</xsl:text></xsl:template>
  <xsl:template match="*" mode="p:as-it-is"><xsl:apply-templates/></xsl:template>
  <xsl:template match="*[@b:id]" mode="p:as-it-is"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage></xsl:template>
  <xsl:template match="tei:entry/*" priority="-0.1"><xsl:call-template name="t:spaced"/></xsl:template>
  <!-- A form that is written out holds words, not facts. -->
  <xsl:template match="tei:form/* | tei:gramGrp/*">
    <xsl:choose>
      <xsl:when test="../text()[normalize-space()] or ../b:written"><xsl:apply-templates/></xsl:when>
      <xsl:otherwise><xsl:call-template name="t:spaced"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
