<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Elements Available in All TEI Documents (CO). -->

  <xsl:template match="tei:p | tei:ab"><xsl:call-template name="t:block"/></xsl:template>
  <!-- Paragraphs of a note, an item or a cell follow each other without blank lines. -->
  <xsl:template match="tei:note/tei:p | tei:item/tei:p | tei:cell/tei:p | tei:sp/tei:p | tei:sp/tei:ab | tei:sp/tei:lg | tei:desc/tei:p"><xsl:call-template name="t:tight"/></xsl:template>

  <!-- Quotations and direct speech: the source's own quotation marks, if any, are in its text (CO-quotation). -->
  <xsl:template match="tei:quote[tei:p | tei:l | tei:lg | tei:ab | tei:list | tei:div] | tei:q[tei:p | tei:l | tei:lg] | tei:said[tei:p | tei:l | tei:lg]
      | tei:div/tei:quote | tei:body/tei:quote | tei:div/tei:q | tei:body/tei:q">
    <xsl:call-template name="t:block"/>
  </xsl:template>

  <!-- Errors and their corrections, spellings and their regularisations, abbreviations and their expansions
       (CO, section 3.5): the reading text has what is meant, the diplomatic text what is written. -->
  <xsl:template match="tei:choice">
    <passage>
      <xsl:copy-of select="@b:id"/>
      <reading other="yes"><xsl:apply-templates select="." mode="m:meant"/></reading>
      <diplomatic><xsl:apply-templates select="." mode="m:written"/></diplomatic>
    </passage>
  </xsl:template>
  <xsl:template match="tei:choice" mode="m:meant"><xsl:apply-templates select="*[1]"/></xsl:template>
  <xsl:template match="tei:choice[tei:corr or tei:reg or tei:expan]" mode="m:meant"><xsl:apply-templates select="(tei:corr | tei:reg | tei:expan)[1]"/></xsl:template>
  <xsl:template match="tei:choice" mode="m:written"><xsl:apply-templates select="*[1]"/></xsl:template>
  <xsl:template match="tei:choice[tei:sic or tei:orig or tei:abbr]" mode="m:written"><xsl:apply-templates select="(tei:sic | tei:orig | tei:abbr)[1]"/></xsl:template>
  <xsl:template match="tei:sic"><xsl:apply-templates/><xsl:call-template name="t:remark"><xsl:with-param name="key" select="'sic'"/></xsl:call-template></xsl:template>
  <!-- What an abbreviation stands for is not on the paper (PH-abbr). -->
  <xsl:template match="tei:ex">
    <xsl:call-template name="t:bracketed"><xsl:with-param name="open" select="'('"/><xsl:with-param name="close" select="')'"/></xsl:call-template>
  </xsl:template>

  <!-- Additions, deletions, omissions (CO, section 3.5.3; PH-add). -->
  <xsl:template match="tei:add">
    <reading><xsl:apply-templates/></reading>
    <mark what="added"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark>
  </xsl:template>
  <!-- White space between what was deleted and what was added is none of the text. -->
  <xsl:template match="tei:subst"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates select="*"/></passage></xsl:template>
  <!-- What takes the place of something deleted is no second half of one reading here: both are on the paper (PH-subst). -->
  <xsl:template match="tei:subst/tei:add">
    <reading><xsl:apply-templates/></reading>
    <diplomatic><unit data-unit="{@b:id}"><mark what="added"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark></unit></diplomatic>
  </xsl:template>
  <xsl:template match="tei:del" priority="0.6"><mark what="deleted"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark></xsl:template>
  <xsl:template match="tei:unclear"><xsl:apply-templates/><diplomatic><generated>[</generated><generated key="doubtful"/><generated>]</generated></diplomatic></xsl:template>
  <!-- What was left out or cannot be read is no word: the reading text has the usual sign, the diplomatic says why. -->
  <xsl:template match="tei:gap">
    <reading><generated>[…]</generated></reading>
    <diplomatic><generated>[</generated><xsl:apply-templates select="." mode="m:why"/><generated>]</generated></diplomatic>
  </xsl:template>
  <xsl:template match="tei:gap" mode="m:why"><generated>…</generated></xsl:template>
  <xsl:template match="tei:gap[contains(@reason, 'illeg')]" mode="m:why"><generated key="illegible"/></xsl:template>
  <xsl:template match="tei:gap[contains(@reason, 'lost')]" mode="m:why"><generated key="lost"/></xsl:template>
  <xsl:template match="tei:gap[tei:desc]" mode="m:why" priority="1"><xsl:apply-templates select="tei:desc"/></xsl:template>
  <!-- What a translation declares to leave out is not a hole in it. -->
  <xsl:template match="tei:gap[contains(@reason, 'translat')]" priority="1"/>

  <!-- Breaks (CO-milestones). A line end parts two words unless break="no", or unless it stands within a tagged word;
       other breaks part them only if the source has white space there. -->
  <xsl:template match="tei:lb"><reading><xsl:text>&#10;</xsl:text></reading><diplomatic><line/></diplomatic></xsl:template>
  <xsl:template match="tei:lb[@break = 'no'] | tei:w//tei:lb[not(@break = 'yes')]"><join/><diplomatic><line/></diplomatic></xsl:template>
  <xsl:template match="tei:fw//tei:lb[not(@break = 'no')] | tei:stamp//tei:lb[not(@break = 'no')] | tei:note//tei:lb[not(@break = 'no')]" priority="1"><diplomatic><line/></diplomatic></xsl:template>
  <xsl:template match="tei:pb"><page><xsl:copy-of select="@n | @b:place"/></page></xsl:template>
  <xsl:template match="tei:pb[@break = 'no'] | tei:w//tei:pb[not(@break = 'yes')]"><join/><page><xsl:copy-of select="@n | @b:place"/></page></xsl:template>
  <xsl:template match="tei:cb | tei:gb | tei:milestone"/>
  <xsl:template match="tei:cb[@break = 'no'] | tei:gb[@break = 'no'] | tei:milestone[@break = 'no']"><join/></xsl:template>
  <xsl:template match="tei:cb[not(@break = 'no')]"><diplomatic><line/></diplomatic></xsl:template>

  <!-- Notes (CO-notes): what an editor or author says about the text is not the running text. -->
  <xsl:template match="tei:note" priority="0.6"><note><xsl:copy-of select="@b:id | @target"/><xsl:apply-templates/></note></xsl:template>
  <!-- Among paragraphs it speaks of no word, and stands where it is. -->
  <xsl:template match="tei:div/tei:note[not(@target)] | tei:div1/tei:note[not(@target)] | tei:div2/tei:note[not(@target)] | tei:body/tei:note[not(@target)]" priority="0.65"><block><mark what="note"><xsl:copy-of select="@b:id"/><xsl:apply-templates/></mark></block></xsl:template>
  <xsl:template match="tei:note//tei:note" priority="0.7"><mark what="note"><xsl:apply-templates/></mark></xsl:template>
  <xsl:template match="tei:noteGrp" priority="0.6"><diplomatic><xsl:apply-templates/></diplomatic></xsl:template>
  <xsl:template match="tei:index" priority="0.6"><mark what="index"><xsl:apply-templates/></mark></xsl:template>
  <xsl:template match="*[local-name() = 'mulu']" priority="-0.3"><mark what="index"><xsl:apply-templates/></mark></xsl:template>
  <!-- What is said of something, not by it. -->
  <xsl:template match="tei:desc" priority="0.6"><diplomatic><xsl:apply-templates/></diplomatic></xsl:template>

  <!-- Lists (CO-lists), tables of two columns with labels included. -->
  <xsl:template match="tei:list"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:item/tei:list | tei:p/tei:list[not(tei:item/tei:p)]"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:item"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:list/tei:label"><block tight="yes"><xsl:copy-of select="@b:id"/><xsl:apply-templates/></block></xsl:template>
  <xsl:template match="tei:list/tei:headLabel | tei:list/tei:headItem"><xsl:call-template name="t:tight"/></xsl:template>

  <!-- Bibliographies (CO-biblio), and addresses (CO, section 3.6.2). -->
  <xsl:template match="tei:listBibl"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:listBibl/tei:bibl | tei:div/tei:bibl | tei:body/tei:bibl | tei:biblStruct | tei:biblFull"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:biblStruct/* | tei:analytic/* | tei:monogr/* | tei:series/* | tei:imprint/* | tei:address/*"><xsl:call-template name="t:spaced"/></xsl:template>
  <xsl:template match="tei:addrLine" priority="0.6"><xsl:call-template name="t:tight"/></xsl:template>

  <!-- Speeches and stage directions (CO-drama, DR). -->
  <xsl:template match="tei:sp"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:speaker"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:div/tei:stage | tei:div1/tei:stage | tei:div2/tei:stage | tei:body/tei:stage"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:sp/tei:stage"><xsl:call-template name="t:tight"/></xsl:template>
  <!-- Verse (CO-verse, VE). -->
  <xsl:template match="tei:lg"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:l"><xsl:call-template name="t:tight"/></xsl:template>

  <xsl:template match="tei:media | tei:graphic | tei:binaryObject"/>
</xsl:stylesheet>
