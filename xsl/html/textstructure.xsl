<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Default Text Structure (DS). -->

  <xsl:template match="tei:TEI | tei:teiCorpus"><xsl:apply-templates select="node()[not(self::tei:teiHeader or self::tei:standOff)]"/></xsl:template>

  <!-- A text, whether alone, in a group or floating: a unit of its own, so that a page may place it as a leaf. -->
  <xsl:template match="tei:text | tei:floatingText | tei:group">
    <div data-tei="{local-name()}"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div>
  </xsl:template>

  <xsl:template match="tei:front | tei:body | tei:back | tei:div | tei:div1 | tei:div2 | tei:div3 | tei:div4 | tei:div5 | tei:div6 | tei:div7
      | tei:opener | tei:closer | tei:postscript | tei:argument | tei:trailer | tei:titlePage | tei:docTitle | tei:titlePart
      | tei:byline | tei:dateline | tei:salute | tei:signed | tei:docAuthor | tei:docDate | tei:docEdition | tei:docImprint | tei:imprimatur">
    <div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div>
  </xsl:template>
  <!-- What stands beside an edition without a heading of its own is called what it is (EpiDoc). -->
  <xsl:template match="tei:div[not(tei:head) and b:has(concat('division.', @type))]">
    <div data-tei="div"><xsl:apply-templates select="@*" mode="m:attributes"/><h2 class="generated" lang="{$t:lang}"><xsl:value-of select="b:word(concat('division.', @type))"/></h2><xsl:apply-templates/></div>
  </xsl:template>
  <!-- A saying at the beginning of a part is quoted (DS-dtb). -->
  <xsl:template match="tei:epigraph"><blockquote data-tei="epigraph"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></blockquote></xsl:template>

  <!-- Phrase-level when they stand in a line of the letter, or in another of their kind. -->
  <xsl:template match="tei:dateline/tei:docDate | tei:p//tei:signed | tei:p//tei:salute | tei:p//tei:dateline | tei:p//tei:byline | tei:byline/tei:docAuthor | tei:docImprint/tei:docDate | tei:titlePart//tei:docAuthor | tei:p//tei:docAuthor | tei:p//tei:docDate">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>

  <!-- The level of a heading is the depth of its division; the page title is h1. -->
  <xsl:template match="tei:head">
    <p data-tei="head" class="head"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p>
  </xsl:template>
  <xsl:template match="tei:body/tei:head | tei:front/tei:head | tei:back/tei:head | tei:group/tei:head | tei:div/tei:head | tei:div1/tei:head">
    <h2 data-tei="head"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></h2>
  </xsl:template>
  <xsl:template match="tei:div/tei:div/tei:head | tei:div2/tei:head">
    <h3 data-tei="head"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></h3>
  </xsl:template>
  <xsl:template match="tei:div/tei:div/tei:div/tei:head | tei:div3/tei:head | tei:div4/tei:head | tei:div5/tei:head | tei:div6/tei:head | tei:div7/tei:head" priority="1">
    <h4 data-tei="head"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></h4>
  </xsl:template>
</xsl:stylesheet>
