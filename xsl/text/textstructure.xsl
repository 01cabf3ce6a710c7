<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Default Text Structure (DS). The header and the stand-off annotation are not part of a text; the record page has them. -->
  <xsl:template match="tei:teiHeader | tei:standOff | tei:facsimile | tei:xenoData"/>
  <xsl:template match="/tei:standOff | /tei:facsimile" priority="1"><division><xsl:copy-of select="@b:id"/><xsl:apply-templates/></division></xsl:template>

  <!-- What may be a leaf, or holds blocks: no block of its own, but an address. -->
  <xsl:template match="tei:text | tei:front | tei:body | tei:back | tei:group | tei:div | tei:div0 | tei:div1 | tei:div2 | tei:div3
      | tei:div4 | tei:div5 | tei:div6 | tei:div7 | tei:sourceDoc">
    <division><xsl:copy-of select="@b:id"/><xsl:apply-templates/></division>
  </xsl:template>

  <xsl:template match="tei:head | tei:opener | tei:closer | tei:postscript | tei:argument | tei:epigraph | tei:trailer | tei:titlePage
      | tei:floatingText | tei:docTitle">
    <xsl:call-template name="t:block"/>
  </xsl:template>

  <!-- Lines of an opener, a closer or a title page follow each other without blank lines (DS, section 4.2). -->
  <xsl:template match="tei:dateline | tei:salute | tei:signed | tei:byline | tei:titlePart | tei:docAuthor | tei:docImprint | tei:docDate
      | tei:docEdition | tei:imprimatur | tei:docTitle/tei:titlePart | tei:meeting">
    <xsl:call-template name="t:tight"/>
  </xsl:template>
  <!-- In a paragraph, a heading or one another they are part of the line. -->
  <xsl:template match="tei:p//tei:signed | tei:p//tei:salute | tei:p//tei:dateline | tei:p//tei:byline | tei:dateline/tei:docDate | tei:byline/tei:docAuthor
      | tei:head/tei:byline | tei:docImprint/tei:docDate | tei:titlePart/tei:docAuthor | tei:l/tei:docAuthor | tei:signed/tei:dateline | tei:dateline/tei:dateline" priority="1">
    <passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage>
  </xsl:template>
</xsl:stylesheet>
