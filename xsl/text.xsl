<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- TEI becomes the intermediate tree of the plain texts (docs/design.md): one file per TEI module. One tree serves
       both kinds of text; `plaintext.py` makes the final characters of it.

         block       a paragraph of the output; @tight: set off by a line end only
         line        a line end; join: white space around it vanishes (break="no")
         reading     stands in the reading text only (@other: the other half of what is diplomatic); diplomatic:
                     in the diplomatic text only
         apparatus   stands only in the file of what is beside the texts; annotation: stands there as a whole
         mark        an editorial note in brackets, "[WHAT, WHO: …]", only in the diplomatic text: @what is a key of
                     [text] in locale/LANG.toml, @who a name (@who-zh in Chinese), @place where on the page
         struck      text of a deletion that crosses other elements: not in the reading text
         piece       words in whose place the reading text has those of the piece @takes
         remark      an editorial note of one word
         note        a note, only in the diplomatic text: at the foot of the page that it, or its @target, stands on
         afar        holds the notes that stand off the text
         page        a new page, @n its number, or @b:place among the pages
         generated   the program's own characters; with @key the word text.KEY of the leaf's language; @opening: the
                     beginning of an editorial note that ends elsewhere
         apart       text that is not part of the run (@data-apart); unit: text taken out of it (@data-unit)
         b:id        the address of what stands here, for those who pick out a leaf or a passage

       Keys used: page stamp handwritten typescript print form page-number header footer catchword signature label
       added deleted restored cancelled damaged illegible lost doubtful sic hand note figure index metamark.
       A project's own xsl/text.xsl imports "core:text.xsl" and redefines a template. Public: modes m:*, named
       templates t:*. Private: p:*. -->
  <xsl:output method="xml" omit-xml-declaration="yes" indent="no"/>

  <xsl:include href="common/meaning.xsl"/>
  <xsl:include href="text/fallback.xsl"/>
  <xsl:include href="text/textstructure.xsl"/>
  <xsl:include href="text/core.xsl"/>
  <xsl:include href="text/transcr.xsl"/>
  <xsl:include href="text/textcrit.xsl"/>
  <xsl:include href="text/verse.xsl"/>
  <xsl:include href="text/drama.xsl"/>
  <xsl:include href="text/gaiji.xsl"/>
  <xsl:include href="text/figures.xsl"/>
  <xsl:include href="text/analysis.xsl"/>
  <xsl:include href="text/linking.xsl"/>
  <xsl:include href="text/namesdates.xsl"/>
  <xsl:include href="text/msdescription.xsl"/>
  <xsl:include href="text/dictionaries.xsl"/>
  <xsl:include href="text/spoken.xsl"/>
  <xsl:include href="text/tagdocs.xsl"/>

  <xsl:template match="/">
    <tree>
      <xsl:apply-templates select="*"/>
      <!-- Notes that stand off the text belong to the passage they speak of. -->
      <afar><xsl:apply-templates select="tei:TEI/tei:standOff//tei:note[@target and b:there(@target)/ancestor::tei:text]"/></afar>
    </tree>
  </xsl:template>
</xsl:stylesheet>
