<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Elements Available in All TEI Documents (CO). -->

  <xsl:template match="tei:p"><p data-tei="p"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>

  <!-- Segments carry addresses: a reader may link to a sentence (AI, SA). -->
  <xsl:template match="tei:s | tei:seg | tei:w | tei:c | tei:pc | tei:phr | tei:cl | tei:m | tei:num | tei:measure | tei:term | tei:gloss
      | tei:mentioned | tei:soCalled | tei:distinct | tei:hi | tei:rs | tei:time | tei:email | tei:q | tei:said | tei:expan | tei:abbr | tei:am | tei:ex">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <!-- Punctuation that stands only in an attribute is text (TLS). -->
  <xsl:template match="tei:c[@n][not(node())]"><span data-tei="c"><xsl:value-of select="@n"/></span></xsl:template>

  <xsl:template match="tei:emph"><em data-tei="emph"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="tei:foreign"><i data-tei="foreign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></i></xsl:template>
  <xsl:template match="tei:title"><cite data-tei="title"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></cite></xsl:template>
  <xsl:template match="tei:code | tei:tag | tei:gi | tei:att | tei:val"><code data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="tei:date"><span data-tei="date"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- Quotations: a block where they hold blocks or stand among them (CO-quotation). -->
  <xsl:template match="tei:quote"><span data-tei="quote"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:quote[tei:p or tei:lg or tei:l or tei:ab] | tei:div/tei:quote | tei:body/tei:quote | tei:div/tei:cit | tei:body/tei:cit">
    <blockquote data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></blockquote>
  </xsl:template>

  <!-- References: a link where the pointer leads somewhere, plain text where it does not (CO-xref). -->
  <xsl:template match="tei:ref"><span data-tei="ref"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:ref[b:href(@target) != '']">
    <a data-tei="ref" href="{b:href(@target)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a>
  </xsl:template>
  <xsl:template match="tei:ptr"><span data-tei="ptr" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="@target"/></span></xsl:template>
  <xsl:template match="tei:ptr[b:href(@target) != '']">
    <a data-tei="ptr" class="generated" href="{b:href(@target)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="@target"/></a>
  </xsl:template>

  <!-- Lists (CO-lists). Only items may stand in an HTML list; what else TEI allows there gets an item of its own. -->
  <xsl:template match="tei:list"><ul data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:list[@rend='numbered' or @rend='ordered' or @type='ordered' or @type='numbered']">
    <ol data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ol>
  </xsl:template>
  <xsl:template match="tei:list[tei:label]" priority="1">
    <dl data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-gloss-list"/></dl>
  </xsl:template>
  <!-- A heading stands before its list. -->
  <xsl:template match="tei:list[tei:head]" priority="2">
    <div data-tei="list"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:head[not(preceding-sibling::tei:item)]"/><xsl:apply-templates select="." mode="p:list-of-items"/></div>
  </xsl:template>
  <xsl:template match="tei:list" mode="p:list-of-items"><ul><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:list[tei:label]" mode="p:list-of-items"><dl><xsl:apply-templates mode="p:in-gloss-list"/></dl></xsl:template>
  <xsl:template match="tei:head[not(preceding-sibling::tei:item)]" mode="p:in-list" priority="1"/>
  <xsl:template match="tei:head[not(preceding-sibling::tei:item)]" mode="p:in-gloss-list" priority="1"/>
  <xsl:template match="tei:item" mode="p:in-list"><li data-tei="item"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="*" mode="p:in-list"><li class="other"><xsl:apply-templates select="."/></li></xsl:template>
  <xsl:template match="tei:label" mode="p:in-gloss-list"><dt data-tei="label"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></dt></xsl:template>
  <xsl:template match="tei:item" mode="p:in-gloss-list"><dd data-tei="item"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></dd></xsl:template>
  <xsl:template match="*" mode="p:in-gloss-list"><dd class="other"><xsl:apply-templates select="."/></dd></xsl:template>
  <xsl:template match="tei:item"><div data-tei="item"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:label"><span data-tei="label"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- Breaks (CO-milestones). Where no white space stands beside a break and break="no" is not said, the words are two. -->
  <xsl:template match="tei:lb">
    <xsl:value-of select="b:gap(.)"/><br class="lb"/>
  </xsl:template>
  <xsl:template match="tei:pb">
    <xsl:value-of select="b:gap(.)"/>
    <span data-tei="pb" class="pb"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="b:word('page.page')"/><xsl:text> </xsl:text><xsl:value-of select="@n"/></span></span>
  </xsl:template>
  <xsl:template match="tei:cb | tei:gb | tei:milestone">
    <xsl:value-of select="b:gap(.)"/>
    <span data-tei="{local-name()}" class="milestone"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:if test="@n"><span class="generated">[<xsl:value-of select="@n"/>]</span></xsl:if></span>
  </xsl:template>
  <xsl:template match="tei:anchor"><span data-tei="anchor"><xsl:apply-templates select="@*" mode="m:attributes"/></span></xsl:template>

  <!-- Notes stand beside the passage they speak of: a unit of their own, signed where @resp says by whom (CO-notes).
       The page moves them; the reference stays. -->
  <xsl:template match="tei:note">
    <a class="note-ref generated" role="doc-noteref" href="#{@b:id}">*</a>
    <aside data-tei="note" class="note" role="note"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/>
      <a class="note-back generated" href="#">*</a><xsl:text> </xsl:text><xsl:apply-templates/><xsl:apply-templates select="@resp" mode="m:signature"/></aside>
  </xsl:template>
  <xsl:template match="@resp" mode="m:signature">
    <span class="generated signature"> — <xsl:call-template name="t:responsible"><xsl:with-param name="pointer" select="."/></xsl:call-template></span>
  </xsl:template>

  <!-- The two halves of a choice are never run together (CO-choice): the first stands in the run, the others apart. -->
  <xsl:template match="tei:choice"><span data-tei="choice"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:choice"/></span></xsl:template>
  <xsl:template match="text()" mode="m:choice"/>
  <xsl:template match="*" mode="m:choice"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[preceding-sibling::*]" mode="m:choice"><span data-apart="" data-tei="{local-name()}" class="alternative"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label"><xsl:value-of select="b:word(concat('reading.', local-name()))"/></span><xsl:text> </xsl:text><xsl:apply-templates/></span></xsl:template>

  <!-- A reading marked doubtful or wrong outside a choice says so in words, not by look alone. -->
  <xsl:template match="tei:sic | tei:corr | tei:orig | tei:reg"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:unclear"><span data-tei="unclear"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><span class="generated sign">[?]</span></span></xsl:template>

  <!-- What the text leaves out (CO-gap). A desc is the editor's, and stands where the gap is. -->
  <xsl:template match="tei:gap"><span data-tei="gap"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign"><xsl:value-of select="b:word('element.gap')"/></span><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:gap[@reason='untranslated']">
    <div data-tei="gap" class="untranslated"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label"><xsl:value-of select="b:word('facing.untranslated')"/></span><xsl:text> </xsl:text><xsl:apply-templates/></div>
  </xsl:template>
  <xsl:template match="tei:gap/tei:desc"><span data-tei="desc"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <xsl:template match="tei:add"><ins data-tei="add"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="tei:del"><del data-tei="del"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></del></xsl:template>

  <!-- Bibliographic references (CO-bibl). -->
  <xsl:template match="tei:bibl | tei:cit | tei:biblScope | tei:author | tei:editor | tei:publisher | tei:pubPlace">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:listBibl"><div data-tei="listBibl"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:listBibl/tei:bibl | tei:listBibl/tei:biblStruct | tei:listBibl/tei:biblFull">
    <p data-tei="{local-name()}" class="bibl"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p>
  </xsl:template>
  <xsl:template match="tei:address | tei:addrLine"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
</xsl:stylesheet>
