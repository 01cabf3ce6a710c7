<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Representation of Primary Sources (PH): what is on the paper, as what it is. -->

  <!-- A mark: form work, a stamp, something written on the sheet by a hand. It is never running text: the page
       shows it where it stands on the sheet, and says what it is, by whom, where and when. -->
  <xsl:template match="tei:fw | tei:stamp | tei:note[@hand] | tei:note[@change]" priority="1">
    <span data-tei="{local-name()}" class="mark {local-name(tei:stamp[not(../text()[normalize-space()])])}"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/>
      <span class="mark-text"><xsl:apply-templates/></span><xsl:text> </xsl:text>
      <span class="generated mark-how"><xsl:apply-templates select="." mode="p:kind"/><xsl:apply-templates select="." mode="m:hows"/></span></span>
  </xsl:template>
  <!-- What it is leads to the hand it is in; the hand is named only where it is somebody's. -->
  <xsl:template match="*" mode="p:kind"><span class="mark-what"><xsl:apply-templates select="." mode="m:what"/></span></xsl:template>
  <xsl:template match="*[@hand]" mode="p:kind"><a class="mark-what mark-hand" href="{b:href(@hand)}"><xsl:apply-templates select="." mode="m:what"/></a></xsl:template>
  <xsl:template match="tei:fw/@hand | tei:stamp/@hand | tei:note/@hand" mode="m:how" priority="2"><xsl:apply-templates select="b:there(.)" mode="p:writer"/><xsl:apply-templates select="(..//tei:add)[1]/@hand" mode="p:filled-in"/></xsl:template>
  <xsl:template match="*" mode="p:writer"/>
  <xsl:template match="tei:person | tei:handNote[.//tei:persName or tei:label or @scribe]" mode="p:writer"><xsl:text> </xsl:text><span class="mark-writer"><xsl:apply-templates select="." mode="m:name-of-hand"/></span></xsl:template>
  <!-- Blanks of a stamp or form that were filled in: said once, shown by the look of each (PH-hands). -->
  <xsl:template match="@hand" mode="p:filled-in"><xsl:text> </xsl:text><a class="mark-hand" href="{b:href(.)}"><xsl:value-of select="b:word('mark.filled-in')"/></a></xsl:template>
  <xsl:template match="tei:fw//tei:add | tei:stamp//tei:add | tei:note[@hand]//tei:add" mode="m:remark" priority="1"/>
  <!-- A stamp inside another mark, or spoken of in a sentence of the header, is part of it. -->
  <xsl:template match="tei:fw//tei:stamp | tei:stamp//tei:stamp | tei:note[@hand]//tei:stamp | tei:msDesc//tei:stamp | tei:fw//tei:fw | tei:note[@hand]//tei:fw" priority="2">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>

  <!-- What kind of thing it is, in the reader's language. -->
  <xsl:template match="tei:fw[tei:stamp]" mode="m:what" priority="3"><xsl:value-of select="b:word('mark.stamp')"/></xsl:template>
  <xsl:template match="*" mode="m:what"><xsl:value-of select="b:word(concat('mark.', local-name()))"/></xsl:template>
  <xsl:template match="tei:fw[@type] | tei:note[@type]" mode="m:what" priority="1"><xsl:value-of select="@type"/></xsl:template>
  <xsl:template match="tei:note" mode="m:what"><xsl:value-of select="b:word('mark.handwriting')"/></xsl:template>
  <xsl:template match="tei:stamp[@type]" mode="m:what" priority="1"><xsl:value-of select="b:word('mark.stamp')"/><xsl:text> (</xsl:text><xsl:value-of select="@type"/>)</xsl:template>
  <xsl:template match="*[@type and b:has(concat('mark.', @type))]" mode="m:what" priority="2"><xsl:value-of select="b:word(concat('mark.', @type))"/></xsl:template>

  <!-- Touched again: written over, done again, undone, brought back, changed in several steps (PH-changes); each says by whom.
       What is damaged or set aside stays readable. -->
  <xsl:template match="tei:mod | tei:line | tei:am">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span><xsl:apply-templates select="." mode="m:remark"/>
  </xsl:template>
  <xsl:template match="tei:damage | tei:restore | tei:retrace | tei:redo | tei:undo">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><span class="generated sign"><xsl:text> [</xsl:text><xsl:value-of select="b:word(concat('reading.', local-name()))"/>]</span></span><xsl:apply-templates select="." mode="m:remark"/>
  </xsl:template>
  <!-- A sign that says what is to be done with the text (PH-metamark). -->
  <xsl:template match="tei:metamark"><span data-tei="metamark" class="metamark"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign"><xsl:text>[</xsl:text><xsl:value-of select="b:word('text.metamark')"/><xsl:apply-templates select="@function" mode="p:function"/>]</span></span><xsl:apply-templates select="." mode="m:remark"/></xsl:template>
  <!-- One that is written out speaks first: what it is for follows it. -->
  <xsl:template match="tei:metamark[node()]"><span data-tei="metamark" class="metamark"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><xsl:if test="@function"><span class="generated sign"><xsl:text> [</xsl:text><xsl:value-of select="@function"/>]</span></xsl:if></span><xsl:apply-templates select="." mode="m:remark"/></xsl:template>
  <xsl:template match="@function" mode="p:function"><xsl:value-of select="b:word('text.colon')"/><xsl:value-of select="."/></xsl:template>

  <!-- The signs editors of manuscripts use (Leiden): what the editor supplies, what is too much, what an abbreviation stands for. -->
  <xsl:template match="tei:supplied"><span data-tei="supplied"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">[</span><xsl:apply-templates/><span class="generated sign">]</span></span></xsl:template>
  <xsl:template match="tei:supplied[@reason = 'omitted' or @reason = 'omission']"><span data-tei="supplied"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">⟨</span><xsl:apply-templates/><span class="generated sign">⟩</span></span></xsl:template>
  <!-- Where the source has its brackets itself, and says so, there are no others (@rend). -->
  <xsl:template match="tei:supplied[contains(concat(' ', @rend, ' '), ' brackets ')]" priority="2"><span data-tei="supplied"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:surplus | tei:secl"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">{</span><xsl:apply-templates/><span class="generated sign">}</span></span></xsl:template>
  <xsl:template match="tei:ex"><span data-tei="ex"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">(</span><xsl:apply-templates/><span class="generated sign">)</span></span></xsl:template>

  <!-- What was deleted and what was put in its place are two readings (PH-subst). -->
  <xsl:template match="tei:subst"><span data-tei="subst"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:subst"/></span></xsl:template>
  <xsl:template match="text()" mode="m:subst"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="*" mode="m:subst"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[preceding-sibling::*[1]]" mode="m:subst"><span data-apart=""><xsl:apply-templates select="."/></span></xsl:template>

  <!-- Empty paper, and how much of it; filler characters in @n are shown (PH-space). -->
  <xsl:template match="tei:space"><span data-tei="space"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">&#x2003;</span><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:space[@quantity or @extent]"><span data-tei="space"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign"><xsl:text>[</xsl:text><xsl:value-of select="b:word('reading.blank')"/><xsl:text> </xsl:text><xsl:apply-templates select="." mode="m:extent"/>]</span><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:space[@n and not(number(@n) = number(@n))]" priority="1"><span data-tei="space"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="@n"/></span><xsl:apply-templates/></span></xsl:template>

  <!-- From here on somebody else writes (PH-hands). -->
  <xsl:template match="tei:handShift">
    <span data-tei="handShift" class="generated hand-shift"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="b:word('text.hand')"/><xsl:value-of select="b:word('text.colon')"/><xsl:apply-templates select="." mode="p:new-hand"/>]</span>
  </xsl:template>
  <xsl:template match="*" mode="p:new-hand"><xsl:value-of select="b:word('medium.unknown')"/></xsl:template>
  <xsl:template match="*[@medium or @script or @scribe]" mode="p:new-hand"><xsl:value-of select="@scribe"/><xsl:if test="not(@scribe)"><xsl:value-of select="@medium | @script"/></xsl:if></xsl:template>
  <xsl:template match="*[@new]" mode="p:new-hand" priority="1">
    <xsl:variable name="name"><xsl:call-template name="t:hand"><xsl:with-param name="pointer" select="@new"/></xsl:call-template></xsl:variable>
    <a class="mark-hand" href="{b:href(@new)}"><xsl:value-of select="$name"/><xsl:if test="$name = ''"><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="@new"/></xsl:call-template></xsl:if></a>
  </xsl:template>

  <!-- Each piece of text in the hand that writes it; where only the element around it says whose it is, a sign says so. -->
  <xsl:template match="b:written"><span class="by-hand"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:apply-templates select="@first" mode="p:sign"/><xsl:apply-templates/><xsl:apply-templates select="@last" mode="p:sign"/></span></xsl:template>
  <xsl:template match="@first" mode="p:sign"><span class="generated hand-shift"><xsl:text>[</xsl:text><xsl:value-of select="b:word('text.hand')"/><xsl:apply-templates select="../@hand" mode="m:how"/><xsl:value-of select="b:word('text.colon')"/></span></xsl:template>
  <xsl:template match="@last" mode="p:sign"><span class="generated hand-shift">]</span></xsl:template>
  <!-- Whose hand the text within is, its pieces say. -->
  <xsl:template match="*[@b:hand]/@hand" mode="m:attributes" priority="1"/>
  <xsl:template match="*[@b:hand]/@hand" mode="m:how" priority="1"/>

  <!-- A stretch that crosses other elements: a sign where it begins, one where it ends, and each piece of its text as
       what it is (PH-addSpan; `stretches`). -->
  <xsl:template match="tei:addSpan | tei:delSpan | tei:damageSpan">
    <span data-tei="{local-name()}" class="generated sign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="b:word(concat('element.', local-name()))"/><xsl:apply-templates select="." mode="m:hows"/><xsl:apply-templates select="." mode="p:beginning"/></span>
  </xsl:template>
  <xsl:template match="*" mode="p:beginning"><xsl:text>: </xsl:text></xsl:template>
  <xsl:template match="*[@b:endless]" mode="p:beginning"><xsl:text>]</xsl:text></xsl:template>
  <xsl:template match="b:end"><span class="generated sign end-of-{@of}"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:text> :</xsl:text><xsl:value-of select="b:word('element.end-of')"/><xsl:text> </xsl:text><xsl:value-of select="b:word(concat('element.', @of))"/>]</span></xsl:template>
  <!-- What is said of all up to a point: that it was undone, traced over (att.spanning). -->
  <xsl:template match="tei:undo[@b:open] | tei:redo[@b:open] | tei:retrace[@b:open] | tei:mod[@b:open] | tei:metamark[@b:open]" priority="2">
    <span data-tei="{local-name()}" class="generated sign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text> [</xsl:text><xsl:value-of select="b:label(local-name())"/><xsl:apply-templates select="@function" mode="p:function"/><xsl:apply-templates select="." mode="m:hows"/><xsl:text>: </xsl:text></span>
  </xsl:template>
  <xsl:template match="b:end[@of = 'undo' or @of = 'redo' or @of = 'retrace' or @of = 'mod' or @of = 'metamark']" priority="1"><span class="generated sign"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:text> :</xsl:text><xsl:value-of select="b:label(string(@of))"/>]</span></xsl:template>
  <xsl:template match="b:stretch"><del class="stretch"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="b:stretch[@of = 'addSpan']"><ins class="stretch"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="b:stretch[@of = 'delSpan' and @undone]" priority="1"><span class="stretch"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="b:stretch[@of = 'addSpan' and @undone]" priority="1"><del class="stretch"><xsl:apply-templates select="@hand" mode="m:attributes"/><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="b:stretch[@of = 'damageSpan']"><span class="stretch"><xsl:apply-templates/></span></xsl:template>
  <!-- A deletion that was taken back stands (PH-undo). -->
  <xsl:template match="tei:del[@b:undone]" priority="1"><del data-tei="del" data-undone=""><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></del><xsl:apply-templates select="." mode="m:remark"/></xsl:template>
  <!-- A part of it stands: what does not is a stretch in it. -->
  <xsl:template match="tei:del[@b:undone = 'part']" priority="2"><span data-tei="del" data-undone=""><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span><xsl:apply-templates select="." mode="m:remark"/></xsl:template>
  <xsl:template match="tei:add[@b:undone]" priority="1"><ins data-tei="add" data-undone=""><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></ins><xsl:apply-templates select="." mode="m:remark"/></xsl:template>
  <!-- What a substitution or a transposition is made of stands elsewhere (PH-transpos). -->
  <xsl:template match="tei:substJoin | tei:listTranspose | tei:transpose"><span data-tei="{local-name()}" class="annotation"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- What changes places stands where it is written; what is read there follows it, in words of the program, and takes its place
       where only the reading text is shown (`transpositions`). -->
  <xsl:key name="piece" match="b:piece" use="@b:id"/>
  <xsl:template match="b:piece"><span class="moved"><xsl:apply-templates/></span><span class="generated moved-here"><span class="label"><xsl:text> [</xsl:text><xsl:value-of select="b:word('reading.transposed')"/><xsl:value-of select="b:word('text.colon')"/></span><xsl:apply-templates select="key('piece', @takes)/node()" mode="p:words"/><span class="label">]</span></span></xsl:template>
  <xsl:template match="*" mode="p:words"><xsl:apply-templates mode="p:words"/></xsl:template>
  <xsl:template match="tei:note | tei:del | tei:fw | tei:stamp | tei:sic | tei:orig | tei:abbr[../tei:expan] | tei:rdg[preceding-sibling::*[1]] | b:stretch[not(@of = 'addSpan')]" mode="p:words"/>

  <!-- Pages as images (PH-surfaces): what a surface says of itself stands with its page. -->
  <xsl:template match="tei:facsimile | tei:sourceDoc | tei:surface"><div data-tei="{local-name()}"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:surfaceGrp | tei:zone"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:path"><span data-tei="path"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:sourceDoc//tei:line"><div data-tei="line"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates/></div></xsl:template>
</xsl:stylesheet>
