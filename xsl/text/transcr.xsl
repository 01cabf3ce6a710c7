<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Representation of Primary Sources (PH): what is on the paper beside the running text stands in brackets. -->

  <!-- Who did it: the scribe of the hand, if it has a name. -->
  <xsl:template name="t:who">
    <xsl:apply-templates select="b:there(@hand)" mode="m:scribe"/>
  </xsl:template>
  <xsl:template match="*" mode="m:scribe"/>
  <xsl:template match="tei:handNote | tei:person" mode="m:scribe" priority="0"><xsl:attribute name="who"><xsl:apply-templates select="." mode="m:name-of-hand"/></xsl:attribute></xsl:template>
  <!-- What it was written with is said in the language of the text. -->
  <xsl:template match="tei:handNote[@medium and b:has(concat('medium.', @medium)) and not(@scribe or @scribeRef or normalize-space())]" mode="m:scribe" priority="2"><xsl:attribute name="who-key">medium.<xsl:value-of select="@medium"/></xsl:attribute></xsl:template>
  <xsl:template match="tei:handNote[.//tei:persName]" mode="m:scribe"><xsl:attribute name="who"><xsl:value-of select="normalize-space(.//tei:persName[1])"/></xsl:attribute></xsl:template>
  <xsl:template match="tei:handNote[@scribe]" mode="m:scribe"><xsl:attribute name="who"><xsl:value-of select="@scribe"/></xsl:attribute></xsl:template>
  <xsl:template match="tei:handNote[b:there(@scribeRef)/tei:persName]" mode="m:scribe" priority="1">
    <xsl:for-each select="b:there(@scribeRef)/tei:persName">
      <xsl:attribute name="who-{substring(concat(@xml:lang, 'und'), 1, 2)}"><xsl:value-of select="normalize-space(.)"/></xsl:attribute>
      <xsl:if test="position() = 1"><xsl:attribute name="who"><xsl:value-of select="normalize-space(.)"/></xsl:attribute></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Form work, stamps, and notes that some hand made on the sheet. -->
  <xsl:template match="tei:fw | tei:stamp | tei:note[@hand] | tei:note[@change] | tei:metamark" priority="1">
    <mark><xsl:attribute name="what"><xsl:apply-templates select="." mode="m:what"/></xsl:attribute><xsl:call-template name="t:who"/><xsl:copy-of select="@b:id | @place"/><xsl:apply-templates/></mark>
  </xsl:template>
  <!-- A stamp on form work is one thing. -->
  <xsl:template match="tei:fw[tei:stamp and not(text()[normalize-space()])]" priority="2"><passage><xsl:copy-of select="@b:id"/><xsl:apply-templates/></passage></xsl:template>

  <xsl:template match="*" mode="m:what"><xsl:value-of select="local-name()"/></xsl:template>
  <xsl:template match="tei:fw" mode="m:what">form</xsl:template>
  <xsl:template match="tei:fw[@type = 'pageNum' or @type = 'page-number' or @type = 'pageNumber' or @type = 'folNum' or @type = 'folio']" mode="m:what">page-number</xsl:template>
  <xsl:template match="tei:fw[@type = 'header' or @type = 'head']" mode="m:what">header</xsl:template>
  <xsl:template match="tei:fw[@type = 'footer' or @type = 'foot']" mode="m:what">footer</xsl:template>
  <xsl:template match="tei:fw[@type = 'catch' or @type = 'catchword']" mode="m:what">catchword</xsl:template>
  <xsl:template match="tei:fw[@type = 'sig' or @type = 'signature']" mode="m:what">signature</xsl:template>
  <xsl:template match="tei:fw[@type = 'label']" mode="m:what">label</xsl:template>
  <xsl:template match="tei:fw[@type = 'stamp']" mode="m:what">stamp</xsl:template>
  <xsl:template match="tei:note" mode="m:what">handwritten</xsl:template>
  <xsl:template match="tei:note[b:there(@hand)/@medium = 'stamp']" mode="m:what" priority="1">stamp</xsl:template>
  <xsl:template match="tei:note[b:there(@hand)/@medium = 'type']" mode="m:what" priority="1">typescript</xsl:template>
  <xsl:template match="tei:note[b:there(@hand)/@medium = 'print']" mode="m:what" priority="1">print</xsl:template>

  <!-- What a hand filled in on a form or a stamp is written, not added to a text. -->
  <xsl:template match="tei:fw//tei:add | tei:stamp//tei:add" priority="1">
    <mark what="handwritten"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark>
  </xsl:template>

  <!-- Supplied by an editor (PH-supplied): in brackets, unless the source's editor has written them. -->
  <xsl:template match="tei:supplied">
    <xsl:call-template name="t:bracketed"><xsl:with-param name="open" select="'['"/><xsl:with-param name="close" select="']'"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="tei:supplied[starts-with(normalize-space(.), '[')]" priority="1"><xsl:apply-templates/></xsl:template>
  <xsl:template match="tei:surplus | tei:secl">
    <diplomatic><generated>{</generated><xsl:apply-templates/><generated>}</generated></diplomatic>
  </xsl:template>
  <!-- A deletion that was taken back stands, an addition that was taken back does not (PH-undo). -->
  <xsl:template match="tei:del[@b:undone]" priority="1">
    <reading><xsl:apply-templates/></reading>
    <mark what="restored"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark>
  </xsl:template>
  <xsl:template match="tei:add[@b:undone]" priority="2"><mark what="cancelled"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark></xsl:template>
  <xsl:template match="tei:subst/tei:add[@b:undone]" priority="3"><diplomatic><unit data-unit="{@b:id}"><mark what="cancelled"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark></unit></diplomatic></xsl:template>
  <!-- A part of it stands: what does not is a stretch in it. -->
  <xsl:template match="tei:del[@b:undone = 'part']" priority="2"><xsl:apply-templates/></xsl:template>
  <xsl:template match="b:stretch[@of = 'del']" priority="3"><mark what="deleted"><xsl:call-template name="t:who"/><xsl:apply-templates/></mark></xsl:template>

  <!-- Empty paper (PH-space). -->
  <xsl:template match="tei:space"><xsl:text>&#10;</xsl:text><xsl:apply-templates/></xsl:template>

  <!-- Another hand takes over (PH-hands). -->
  <!-- A sign that is only described (PH-metamark). -->
  <xsl:template match="tei:metamark[@function and not(normalize-space())]" priority="2"><mark what="metamark"><xsl:call-template name="t:who"/><xsl:copy-of select="@b:id | @place"/><xsl:apply-templates/><generated><xsl:value-of select="@function"/></generated></mark></xsl:template>

  <xsl:template match="tei:handShift"><mark what="hand"><xsl:attribute name="hand"><xsl:apply-templates select="." mode="m:new-hand"/></xsl:attribute></mark><xsl:apply-templates select="following-sibling::node()[1]/self::b:written" mode="p:off"/></xsl:template>
  <xsl:template match="b:written" mode="p:off"><diplomatic><generated><xsl:text> </xsl:text></generated></diplomatic></xsl:template>
  <xsl:template match="tei:handShift" mode="m:new-hand"><xsl:value-of select="(@scribe | @medium | @script)[1]"/></xsl:template>
  <xsl:template match="tei:handShift[@new]" mode="m:new-hand"><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="@new"/></xsl:call-template></xsl:template>

  <xsl:template match="b:written" priority="2"><xsl:apply-templates select="@first" mode="p:sign"/><xsl:apply-templates/><xsl:apply-templates select="@last" mode="p:sign"/></xsl:template>
  <xsl:template match="@first" mode="p:sign"><diplomatic><generated opening="yes" key="hand"><xsl:for-each select=".."><xsl:call-template name="t:who"/></xsl:for-each></generated></diplomatic></xsl:template>
  <xsl:template match="@last" mode="p:sign"><diplomatic><generated>]</generated></diplomatic></xsl:template>

  <!-- A stretch that crosses other elements is in brackets from its sign to its end (PH-addSpan; `stretches`). -->
  <xsl:template match="tei:addSpan | tei:delSpan | tei:damageSpan"><diplomatic><generated opening="yes"><xsl:attribute name="key"><xsl:apply-templates select="." mode="m:what"/></xsl:attribute><xsl:call-template name="t:who"/></generated></diplomatic></xsl:template>
  <xsl:template match="tei:addSpan[@b:endless] | tei:delSpan[@b:endless] | tei:damageSpan[@b:endless]" priority="1"><mark><xsl:attribute name="what"><xsl:apply-templates select="." mode="m:what"/></xsl:attribute><xsl:call-template name="t:who"/><generated>…</generated></mark></xsl:template>
  <xsl:template match="tei:addSpan" mode="m:what">added</xsl:template>
  <xsl:template match="tei:addSpan[@b:undone]" mode="m:what">cancelled</xsl:template>
  <xsl:template match="tei:delSpan" mode="m:what">deleted</xsl:template>
  <xsl:template match="tei:delSpan[@b:undone]" mode="m:what">restored</xsl:template>
  <xsl:template match="tei:damageSpan" mode="m:what">damaged</xsl:template>
  <xsl:template match="b:end" priority="2"><diplomatic><generated>]</generated></diplomatic></xsl:template>
  <xsl:template match="b:stretch" priority="2"><xsl:apply-templates/></xsl:template>
  <xsl:template match="b:end[@of = 'undo' or @of = 'redo' or @of = 'retrace' or @of = 'mod' or @of = 'metamark']" priority="3"/>
  <xsl:template match="b:stretch[@of = 'delSpan' and @undone]" priority="4"><xsl:apply-templates/></xsl:template>
  <xsl:template match="b:stretch[(@of = 'addSpan' and @undone) or (@of = 'delSpan' and not(@undone))]" priority="3"><struck><xsl:apply-templates/></struck></xsl:template>
  <xsl:template match="tei:anchor[@xml:id]"><passage><xsl:copy-of select="@b:id"/></passage></xsl:template>

  <!-- What changes places stands where it is written, until the reading text is made (PH-transpos; `transpositions`). -->
  <xsl:template match="b:piece" priority="2"><piece><xsl:copy-of select="@b:id | @takes"/><xsl:apply-templates/></piece></xsl:template>

  <!-- A document as surfaces, zones and lines (PH-surfaces): each surface is a page. -->
  <xsl:template match="tei:sourceDoc//tei:surface | tei:surface"><page><xsl:copy-of select="@n"/></page><division><xsl:copy-of select="@b:id"/><xsl:apply-templates/></division></xsl:template>
  <xsl:template match="tei:zone"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:line"><xsl:call-template name="t:tight"/></xsl:template>
</xsl:stylesheet>
