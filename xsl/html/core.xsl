<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Elements Available in All TEI Documents (CO). -->

  <xsl:template match="tei:p"><p data-tei="p"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:if test="parent::tei:div/@n and not(preceding-sibling::*[1])"><xsl:apply-templates select="../@n" mode="m:number"/></xsl:if><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates/></p></xsl:template>
  <!-- The number by which a passage is cited. A division without a heading has it before its first words. -->
  <!-- A number is told, unless the few words that bear it tell it themselves: "Circular No. 74". -->
  <xsl:template match="@n[string-length(..) - string-length(../tei:note) &lt; 90 and contains(.., .)]" mode="m:number" priority="1"/>
  <!-- A single letter stands in nearly every text; it is said there only if the text begins with it. -->
  <xsl:template match="@n[string-length() = 1 and contains('abcdefghijklmnopqrstuvwxyz', .) and not(starts-with(concat(translate(normalize-space(..), '.,:;)', '     '), ' '), concat(., ' ')))]" mode="m:number" priority="2"><span class="generated n"><xsl:value-of select="."/></span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="@n | @loc" mode="m:number"><span class="generated n"><xsl:value-of select="."/></span><xsl:text> </xsl:text></xsl:template>

  <!-- Words marked for what they are (CO-highlight, CO-abbreviations, CO-names); a link where they refer to something. -->
  <xsl:template match="tei:num | tei:measure | tei:unit | tei:measureGrp | tei:gloss | tei:mentioned | tei:soCalled | tei:distinct | tei:hi | tei:email
      | tei:q | tei:said | tei:expan | tei:abbr | tei:street | tei:postCode | tei:postBox | tei:ellipsis | tei:time | tei:date | tei:term | tei:rs | tei:name | tei:meeting | tei:textLang">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:emph"><em data-tei="emph"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="tei:foreign"><i data-tei="foreign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></i></xsl:template>
  <xsl:template match="tei:title"><cite data-tei="title"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></cite></xsl:template>
  <!-- A title with a pointer leads there. -->
  <xsl:template match="tei:title[@ref] | tei:term[@ref] | tei:rs[@ref] | tei:name[@ref] | tei:author[@ref] | tei:editor[@ref] | tei:publisher[@ref] | tei:pubPlace[@ref] | tei:meeting[@ref]">
    <a data-tei="{local-name()}" class="name" href="{b:href(@ref)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a>
  </xsl:template>
  <!-- A date in another calendar than ours says in which (ND-calendar). -->
  <xsl:template match="tei:date[@calendar and not(@ref or @corresp)]">
    <span data-tei="date"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span><xsl:apply-templates select="b:there(@calendar)" mode="p:calendar"/>
  </xsl:template>
  <xsl:template match="*" mode="p:calendar"><span class="generated how"><xsl:apply-templates select="." mode="m:short"/></span></xsl:template>
  <xsl:template match="*[contains(., 'regor')]" mode="p:calendar"/>
  <xsl:template match="tei:date[@ref] | tei:date[@corresp]"><a data-tei="date" class="name" href="{b:href(@ref | @corresp)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a></xsl:template>
  <!-- A measure that only its attributes tell is told in words (CO-measure). -->
  <xsl:template match="tei:measure[not(node())] | tei:num[not(node())]"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:apply-templates select="." mode="m:extent"/><xsl:value-of select="@value"/></span></span></xsl:template>

  <!-- Quotations: a block where they hold blocks or stand among them (CO-quotation). -->
  <xsl:template match="tei:quote"><span data-tei="quote"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:cit"><span data-tei="cit"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:entry"/></span></xsl:template>
  <xsl:template match="tei:quote[tei:p or tei:lg or tei:l or tei:ab] | tei:div/tei:quote | tei:body/tei:quote | tei:div/tei:cit/tei:quote | tei:body/tei:cit/tei:quote">
    <blockquote data-tei="quote"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></blockquote>
  </xsl:template>
  <xsl:template match="tei:div/tei:cit | tei:body/tei:cit"><div data-tei="cit"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>

  <!-- References: a link where the pointer leads somewhere, plain text where it does not (CO-xref). -->
  <xsl:template match="tei:ref"><a data-tei="ref" href="{b:href(@target)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a><xsl:apply-templates select="@target" mode="p:further"/></xsl:template>
  <xsl:template match="tei:ref[not(node())]">
    <a data-tei="ref" class="generated" href="{b:href(@target)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="@target"/></xsl:call-template></a><xsl:apply-templates select="@target" mode="p:further"/>
  </xsl:template>
  <xsl:template match="tei:ptr">
    <a data-tei="ptr" class="generated" href="{b:href(@target)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="@target"/></xsl:call-template></a><xsl:apply-templates select="@target" mode="p:further"/>
  </xsl:template>
  <!-- A reference may lead to several places (SAPTL): to the others lead numbers after it. -->
  <xsl:template match="@target" mode="p:further"/>
  <xsl:template match="@target[contains(normalize-space(), ' ')]" mode="p:further"><xsl:call-template name="p:further"/></xsl:template>
  <xsl:template name="p:further">
    <xsl:param name="number" select="2"/>
    <xsl:variable name="pointers" select="normalize-space()"/>
    <a class="generated" href="{b:href(., $number)}"> [<xsl:value-of select="$number"/>]</a>
    <xsl:if test="string-length($pointers) - string-length(translate($pointers, ' ', '')) &gt;= $number"><xsl:call-template name="p:further"><xsl:with-param name="number" select="$number + 1"/></xsl:call-template></xsl:if>
  </xsl:template>

  <!-- Lists (CO-lists). Only items may stand in an HTML list; what else TEI allows there gets an item of its own. -->
  <xsl:template match="tei:list"><ul data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <!-- Items that are numbered by the source, or are said to have no signs, get none from us. -->
  <xsl:template match="tei:list[@type='simple' or @rend='simple' or @rend='none' or tei:item/@n]"><ul data-tei="list" class="plain"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:list[(@rend='numbered' or @rend='ordered' or @type='ordered' or @type='numbered') and not(tei:item/@n)]">
    <ol data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ol>
  </xsl:template>
  <xsl:template match="tei:list[tei:label]" priority="1">
    <dl data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-gloss-list"/></dl>
  </xsl:template>
  <!-- A heading stands before its list. -->
  <xsl:template match="tei:list[tei:head]" priority="2">
    <div data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:head[not(preceding-sibling::tei:item[1])]"/><xsl:apply-templates select="." mode="p:list-of-items"/></div>
  </xsl:template>
  <xsl:template match="tei:list" mode="p:list-of-items"><ul><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:list[@type='simple' or @rend='simple' or @rend='none' or tei:item/@n]" mode="p:list-of-items"><ul class="plain"><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:list[(@rend='numbered' or @rend='ordered' or @type='ordered' or @type='numbered') and not(tei:item/@n)]" mode="p:list-of-items"><ol><xsl:apply-templates mode="p:in-list"/></ol></xsl:template>
  <xsl:template match="tei:list[tei:label]" mode="p:list-of-items"><dl><xsl:apply-templates mode="p:in-gloss-list"/></dl></xsl:template>
  <xsl:template match="tei:list/tei:head[not(preceding-sibling::tei:item[1])]" mode="p:in-list" priority="1"/>
  <xsl:template match="tei:list/tei:head[not(preceding-sibling::tei:item[1])]" mode="p:in-gloss-list" priority="1"/>
  <xsl:template match="tei:item" mode="p:in-list"><li data-tei="item"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="*" mode="p:in-list"><li class="other"><xsl:apply-templates select="."/></li></xsl:template>
  <xsl:template match="text()" mode="p:in-list"><xsl:if test="normalize-space()"><li class="other"><xsl:apply-templates select="."/></li></xsl:if></xsl:template>
  <xsl:template match="tei:label | tei:headLabel" mode="p:in-gloss-list"><dt data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></dt></xsl:template>
  <xsl:template match="tei:item | tei:headItem" mode="p:in-gloss-list"><dd data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></dd></xsl:template>
  <xsl:template match="*" mode="p:in-gloss-list"><dd class="other"><xsl:apply-templates select="."/></dd></xsl:template>
  <xsl:template match="text()" mode="p:in-gloss-list"><xsl:if test="normalize-space()"><dd class="other"><xsl:apply-templates select="."/></dd></xsl:if></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="p:in-list"/>
  <xsl:template match="comment() | processing-instruction()" mode="p:in-gloss-list"/>
  <xsl:template match="tei:item | tei:headItem"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:label | tei:headLabel"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- Milestones (CO-milestones): a break between words parts them. -->
  <xsl:template match="tei:lb">
    <xsl:value-of select="b:gap(.)"/><br class="lb"><xsl:apply-templates select="@break" mode="m:attributes"/></br><xsl:apply-templates select="@b:id" mode="p:line"/>
  </xsl:template>
  <!-- The lines of an edition of an inscription are counted (EpiDoc); a word that goes on has a hyphen. -->
  <xsl:template match="tei:lb[@n and ancestor::tei:div/@type = 'edition']">
    <xsl:value-of select="b:gap(.)"/><xsl:if test="@break = 'no'"><span class="generated">-</span></xsl:if><br class="lb line"><xsl:apply-templates select="@break" mode="m:attributes"/></br><span class="generated n line-number"><xsl:value-of select="@n"/></span><xsl:apply-templates select="@b:id" mode="p:line"/>
  </xsl:template>
  <!-- What can be pointed to is the line, not its beginning: the program puts into this all up to the next (`lines`). -->
  <xsl:template match="@b:id" mode="p:line"><span class="of-line" id="{.}"/></xsl:template>
  <!-- The first line of a block begins with it. -->
  <xsl:template match="tei:lb[@n and ancestor::tei:div/@type = 'edition' and not(preceding-sibling::*[1]) and not(normalize-space(preceding-sibling::text()[1]))]" priority="1"><span class="generated n line-number"><xsl:value-of select="@n"/></span><xsl:apply-templates select="@b:id" mode="p:line"/></xsl:template>
  <!-- A page without a number has its place in the brackets of an editor (`addresses`). -->
  <xsl:template match="tei:pb">
    <xsl:value-of select="b:gap(.)"/>
    <span data-tei="pb" class="pb"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="b:word('page.page')"/><xsl:text> </xsl:text><xsl:value-of select="@n"/><xsl:value-of select="@b:place"/></span></span>
  </xsl:template>
  <xsl:template match="tei:cb | tei:gb | tei:milestone">
    <xsl:value-of select="b:gap(.)"/>
    <span data-tei="{local-name()}" class="milestone"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="p:milestone"/></span>
  </xsl:template>
  <xsl:template match="@n" mode="p:milestone"><span class="generated">[<xsl:value-of select="."/>]</span></xsl:template>
  <xsl:template match="tei:milestone[@unit]/@n" mode="p:milestone"><span class="generated">[<xsl:value-of select="../@unit"/><xsl:text> </xsl:text><xsl:value-of select="."/>]</span></xsl:template>
  <xsl:template match="tei:milestone[b:has(concat('element.unit-', @unit))]/@n" mode="p:milestone" priority="1"><span class="generated">[<xsl:value-of select="b:word(concat('element.unit-', ../@unit))"/><xsl:text> </xsl:text><xsl:value-of select="."/>]</span></xsl:template>

  <!-- Notes stand beside the passage they speak of: a unit of their own, signed where @resp says by whom (CO-notes).
       The page moves them; the reference stays. A note that stands elsewhere comes to its @target (`fragments`). -->
  <xsl:template match="tei:note" name="p:footnote">
    <a class="note-ref generated" role="doc-noteref" href="#{@b:id}">*</a>
    <aside data-tei="note" class="note" role="note"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/>
      <a class="note-back generated" href="#">*</a><xsl:text> </xsl:text><xsl:apply-templates select="@place" mode="p:noted"/><xsl:apply-templates select="@n" mode="p:noted"/><xsl:apply-templates/><xsl:apply-templates select="@resp" mode="m:signature"/></aside>
  </xsl:template>
  <!-- Where on the page it stood, unless that is where notes stand; and its sign, if that was no number of ours. -->
  <xsl:template match="@place" mode="p:noted"/>
  <xsl:template match="@place[b:has(concat('place.', .)) and not(. = 'foot' or . = 'bottom' or . = 'end' or . = 'footer' or . = 'inline' or . = 'header')]" mode="p:noted"><span class="generated how"><xsl:apply-templates select="." mode="m:how"/></span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="@n" mode="p:noted"/>
  <xsl:template match="@n[translate(., '0123456789.-_: ', '') != '' and string-length(.) &lt; 4]" mode="p:noted"><span class="generated n"><xsl:value-of select="."/></span><xsl:text> </xsl:text></xsl:template>
  <!-- A note in the line is part of it, in brackets (the double lines of Chinese books). -->
  <xsl:template match="tei:note[@place = 'inline' and not(@target)]"><span data-tei="note" class="inline-note"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">(</span><xsl:apply-templates/><span class="generated">)</span></span></xsl:template>
  <!-- A note among paragraphs speaks of no word: it stands where it is, as a paragraph of its own. -->
  <xsl:template match="tei:div/tei:note | tei:div1/tei:note | tei:div2/tei:note | tei:body/tei:note | tei:front/tei:note | tei:back/tei:note" priority="0.8"><div data-tei="note" class="block-note"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><xsl:apply-templates select="@resp" mode="m:signature"/></div></xsl:template>
  <xsl:template match="tei:div/tei:note[@target] | tei:div1/tei:note[@target] | tei:div2/tei:note[@target] | tei:body/tei:note[@target] | tei:front/tei:note[@target] | tei:back/tei:note[@target]" priority="0.9"><xsl:call-template name="p:footnote"/></xsl:template>
  <xsl:template match="@resp" mode="m:signature">
    <xsl:variable name="who"><xsl:call-template name="t:responsible"><xsl:with-param name="pointer" select="."/></xsl:call-template></xsl:variable>
    <xsl:if test="$who != ''"><span class="generated signature"> — <xsl:value-of select="$who"/></span></xsl:if>
  </xsl:template>
  <xsl:template match="tei:noteGrp"><span data-tei="noteGrp"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- The two halves of a choice are never run together (CO-choice): the first stands in the run, the others apart. -->
  <xsl:template match="tei:choice"><span data-tei="choice"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:choice"/></span></xsl:template>
  <xsl:template match="text()" mode="m:choice"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="*" mode="m:choice"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[preceding-sibling::*[1]]" mode="m:choice"><span data-apart="" data-tei="{local-name()}" class="alternative"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="." mode="p:alternative"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="*" mode="p:alternative"/>
  <xsl:template match="*[b:has(concat('reading.', local-name()))]" mode="p:alternative"><span class="generated label"><xsl:value-of select="b:word(concat('reading.', local-name()))"/></span><xsl:text> </xsl:text></xsl:template>

  <!-- A reading marked doubtful or wrong says so in words, not by look alone (CO-edits). -->
  <xsl:template match="tei:corr | tei:orig | tei:reg"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:sic"><span data-tei="sic"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:sic[not(parent::tei:choice)]"><span data-tei="sic"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><span class="generated sign"><xsl:text> [</xsl:text><xsl:value-of select="b:word('element.sic')"/>]</span></span></xsl:template>
  <xsl:template match="tei:unclear"><span data-tei="unclear"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><span class="generated sign">[?]</span></span></xsl:template>

  <!-- What the text leaves out, how much and why (CO-gap). A desc is the editor's, and stands where the gap is. -->
  <xsl:template match="tei:gap"><span data-tei="gap"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="." mode="p:omission"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:gap[tei:desc]"><span data-tei="gap"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">[…<xsl:apply-templates select="@reason" mode="p:reason"/><xsl:text> </xsl:text><xsl:apply-templates select="." mode="m:extent"/><xsl:text> </xsl:text></span><xsl:apply-templates/><span class="generated sign">]</span></span></xsl:template>
  <xsl:template match="*" mode="p:omission"><span class="generated sign"><xsl:value-of select="b:word('element.gap')"/></span></xsl:template>
  <xsl:template match="*[@reason or @quantity or @extent or @atLeast]" mode="p:omission">
    <span class="generated sign">[…<xsl:apply-templates select="@reason" mode="p:reason"/><xsl:text> </xsl:text><xsl:apply-templates select="." mode="m:extent"/>]</span>
  </xsl:template>
  <xsl:template match="@reason" mode="p:reason"><xsl:text> </xsl:text><xsl:value-of select="."/></xsl:template>
  <xsl:template match="@reason[b:has(concat('reading.', .))]" mode="p:reason"><xsl:text> </xsl:text><xsl:value-of select="b:word(concat('reading.', .))"/></xsl:template>
  <xsl:template match="tei:gap[@reason='untranslated']" priority="1">
    <div data-tei="gap" class="untranslated"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label"><xsl:value-of select="b:word('facing.untranslated')"/></span><xsl:text> </xsl:text><xsl:apply-templates/></div>
  </xsl:template>
  <xsl:template match="tei:desc"><span data-tei="desc"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- Added and deleted, by whom and where (CO-edits, PH-addDel). -->
  <xsl:template match="tei:add"><ins data-tei="add"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></ins><xsl:apply-templates select="." mode="m:remark"/></xsl:template>
  <xsl:template match="tei:del"><del data-tei="del"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></del><xsl:apply-templates select="." mode="m:remark"/></xsl:template>

  <!-- A term for an index is not printed where it stands (CO-index). -->
  <xsl:template match="tei:index"><span data-tei="index" class="annotation"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label"><xsl:value-of select="b:word('text.index')"/></span><xsl:text> </xsl:text><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:divGen"><div data-tei="divGen"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>

  <!-- Bibliographic references (CO-bibl): a bibl has its own punctuation. -->
  <xsl:template match="tei:bibl | tei:author | tei:editor | tei:publisher | tei:pubPlace | tei:resp | tei:relatedItem | tei:citedRange | tei:biblScope">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:respStmt"><span data-tei="respStmt"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:entry"/></span></xsl:template>
  <xsl:template match="tei:listBibl"><div data-tei="listBibl"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:listBibl/tei:bibl"><p data-tei="bibl" class="bibl"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
  <!-- What is only structured gets the punctuation of a reference from the program. -->
  <xsl:template match="tei:analytic | tei:monogr | tei:series | tei:imprint | tei:biblStruct"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:reference"/></span></xsl:template>
  <xsl:template match="tei:listBibl/tei:biblStruct"><p data-tei="biblStruct" class="bibl"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:reference"/></p></xsl:template>
  <xsl:template match="tei:bibl/tei:series"><span data-tei="series"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="*" mode="m:reference"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[following-sibling::*[1]]" mode="m:reference"><xsl:apply-templates select="."/><span class="generated">.</span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="tei:imprint/*[following-sibling::*[1]] | tei:series/*[following-sibling::*[1]]" mode="m:reference"><xsl:apply-templates select="."/><span class="generated">,</span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="tei:imprint/tei:pubPlace[following-sibling::*[1]] | tei:analytic/tei:author[following-sibling::tei:title[1]] | tei:monogr/tei:author[following-sibling::tei:title[1]]" mode="m:reference" priority="1"><xsl:apply-templates select="."/><span class="generated">:</span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="text()" mode="m:reference"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="tei:note" mode="m:reference"><span data-tei="note"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:biblScope[@unit] | tei:citedRange[@unit]" mode="m:reference" priority="1">
    <span class="generated"><xsl:apply-templates select="@unit" mode="m:unit"/><xsl:text> </xsl:text></span><xsl:apply-templates select="."/><xsl:if test="following-sibling::*[1]"><span class="generated">,</span><xsl:text> </xsl:text></xsl:if>
  </xsl:template>
  <xsl:template match="tei:address | tei:addrLine"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:p//tei:address | tei:p//tei:addrLine"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- Pictures and sounds; where one is not at hand the page says so (CO-graphics). Some give the address in @facs. -->
  <xsl:template match="tei:graphic">
    <xsl:variable name="image" select="b:image(@url | @facs[not(../@url or starts-with(., '#'))])"/>
    <xsl:choose>
      <xsl:when test="$image != ''">
        <img data-tei="graphic" src="{$image}" alt="{normalize-space(../tei:figDesc | tei:desc | ../tei:head)}" loading="lazy"><xsl:apply-templates select="@*" mode="m:attributes"/></img>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="p:not-at-hand"/></xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="tei:media"><xsl:call-template name="p:not-at-hand"/><xsl:apply-templates/></xsl:template>
  <xsl:template name="p:not-at-hand">
    <xsl:variable name="address" select="@url | @facs[not(../@url or starts-with(., '#'))]"/>
    <a data-tei="{local-name()}" class="generated missing" href="{b:href($address)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="$address"/><xsl:if test="not($address)"><xsl:value-of select="b:label(local-name())"/></xsl:if>]</a>
  </xsl:template>
  <!-- Data written out in letters: nothing to read, but text of the source. -->
  <xsl:template match="tei:binaryObject"><span data-tei="binaryObject" class="binary"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">[<xsl:value-of select="@mimeType"/>]</span><xsl:apply-templates/></span></xsl:template>

  <!-- Verse and speech stand in all TEI texts (CO-verse, CO-drama). -->
  <xsl:template match="tei:lg | tei:l"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <!-- Every fifth line of verse is counted, and any line whose number is not a number. -->
  <xsl:template match="tei:l[@n and not(number(@n) mod 5)]"><div data-tei="l"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:p//tei:l[not(ancestor::tei:quote or ancestor::tei:lg)]" priority="1"><span data-tei="l"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:sp"><div data-tei="sp"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <!-- A speech without a speaker's name in the text: the name behind @who (DR-sp). -->
  <xsl:template match="tei:sp[@who and not(tei:speaker)]"><div data-tei="sp"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@who" mode="m:speaker"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="@who" mode="m:speaker"><span class="generated speaker"><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="."/></xsl:call-template></span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="tei:speaker"><p data-tei="speaker"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:stage"><span data-tei="stage"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:div/tei:stage | tei:sp/tei:stage | tei:body/tei:stage"><p data-tei="stage"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
</xsl:stylesheet>
