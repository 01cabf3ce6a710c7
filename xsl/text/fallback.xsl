<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- An element without a template is transparent: its text passes, as part of the line it stands in. One that may be
       spoken of keeps its address, so that a passage can be found by it.
       Patterns such as *[…] are tried on every element that has no better template, and each counts the element's siblings,
       thousands of times: those for vocabularies other than TEI's yield to tei:*. -->
  <xsl:template match="* | tei:*">
    <xsl:choose>
      <xsl:when test="@b:id"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="comment() | processing-instruction()"/>

  <!-- Levels of one word in a vocabulary of its own are words. -->
  <xsl:template match="tei:w/*[not(self::tei:* or self::b:*) and preceding-sibling::*[1]]" priority="-0.3"><xsl:text>&#10;</xsl:text><xsl:apply-templates/></xsl:template>

  <!-- Texts side by side (tt/t, as CBETA has them) are no one line. -->
  <xsl:template match="*[local-name() = 'tt']/*[local-name() = 't']" priority="-0.3"><xsl:call-template name="t:tight"/></xsl:template>

  <!-- A block, and a block that follows its neighbours on the next line. -->
  <xsl:template name="t:block"><block><xsl:copy-of select="@b:id"/><xsl:apply-templates/></block></xsl:template>
  <xsl:template name="t:tight"><block tight="yes"><xsl:copy-of select="@b:id"/><xsl:apply-templates/></block></xsl:template>
  <!-- Parts of a record that stand without white space between them in the source are still separate words. -->
  <xsl:template name="t:spaced"><xsl:text>&#10;</xsl:text><xsl:apply-templates/><xsl:text>&#10;</xsl:text></xsl:template>
  <!-- An editorial note of one word, such as [sic]. -->
  <xsl:template name="t:remark">
    <xsl:param name="key"/>
    <diplomatic><remark><generated>&#10;[</generated><generated key="{$key}"/><generated>]</generated></remark></diplomatic>
  </xsl:template>
  <!-- Brackets of the diplomatic text around what both texts have. -->
  <xsl:template name="t:bracketed">
    <xsl:param name="open"/><xsl:param name="close"/>
    <diplomatic><generated><xsl:value-of select="$open"/></generated></diplomatic>
    <xsl:apply-templates/>
    <diplomatic><generated><xsl:value-of select="$close"/></generated></diplomatic>
  </xsl:template>

  <!-- An entity nobody could resolve stands as it is written. -->
  <xsl:template match="b:missing"><diplomatic><generated>[<xsl:value-of select="@href"/>]</generated></diplomatic><xsl:apply-templates/></xsl:template>
</xsl:stylesheet>
