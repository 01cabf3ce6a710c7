<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- What TEI means, whatever it is made into. Never id(): real files hold duplicate ids (then there is no ID type). -->
  <xsl:key name="id" match="*[@xml:id]" use="@xml:id"/>
  <xsl:key name="corresp" match="tei:gap[@corresp]" use="substring-after(@corresp, '#')"/>

  <!-- Who wrote it: the hand's own short name, from handNote (PH-hands). -->
  <xsl:template name="t:hand">
    <xsl:param name="pointer"/>
    <xsl:apply-templates select="key('id', substring-after(substring-before(concat($pointer, ' '), ' '), '#'))" mode="m:name-of-hand"/>
  </xsl:template>
  <xsl:template match="*" mode="m:name-of-hand"/>
  <xsl:template match="tei:handNote[@medium]" mode="m:name-of-hand"><xsl:value-of select="@medium"/></xsl:template>
  <xsl:template match="tei:handNote[b:has(concat('medium.', @medium))]" mode="m:name-of-hand" priority="1"><xsl:value-of select="b:word(concat('medium.', @medium))"/></xsl:template>
  <xsl:template match="tei:handNote[@scribe]" mode="m:name-of-hand" priority="2"><xsl:value-of select="@scribe"/></xsl:template>
  <xsl:template match="tei:handNote[.//tei:persName]" mode="m:name-of-hand" priority="3"><xsl:value-of select="normalize-space(.//tei:persName[1])"/></xsl:template>
  <xsl:template match="tei:handNote[tei:label]" mode="m:name-of-hand" priority="4"><xsl:value-of select="normalize-space(tei:label)"/></xsl:template>

  <!-- Who is responsible: the name behind @resp (att.global.responsibility). -->
  <xsl:template name="t:responsible">
    <xsl:param name="pointer"/>
    <xsl:apply-templates select="key('id', substring-after(substring-before(concat($pointer, ' '), ' '), '#'))" mode="m:name-of-responsible"/>
  </xsl:template>
  <xsl:template match="*" mode="m:name-of-responsible"><xsl:value-of select="normalize-space(.)"/></xsl:template>
  <xsl:template match="tei:respStmt | tei:person | tei:org" mode="m:name-of-responsible">
    <xsl:value-of select="normalize-space((.//tei:persName | .//tei:orgName | .//tei:name)[1])"/>
  </xsl:template>
</xsl:stylesheet>
