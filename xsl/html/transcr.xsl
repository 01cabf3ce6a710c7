<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Representation of Primary Sources (PH): what is on the paper, as what it is. -->

  <!-- A mark: form work, a stamp, something written on the sheet by a hand. It is never running text: the page
       shows it where it stands on the sheet, and says what it is, by whom, where and when. -->
  <xsl:template match="tei:fw | tei:stamp | tei:note[@hand] | tei:note[@change]">
    <span data-tei="{local-name()}" class="mark {local-name(tei:stamp[not(../text()[normalize-space()])])}"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/>
      <span class="generated mark-what"><xsl:apply-templates select="." mode="m:what"/></span><xsl:text> </xsl:text>
      <span class="mark-text"><xsl:apply-templates/></span>
      <span class="generated mark-how"><xsl:apply-templates select="@hand" mode="m:how"/><xsl:apply-templates select="@place" mode="m:how"/><xsl:apply-templates select="@when | @change" mode="m:how"/><xsl:apply-templates select="@cert" mode="m:how"/></span></span>
  </xsl:template>
  <!-- A stamp inside another mark, or spoken of in a sentence of the header, is part of it. -->
  <xsl:template match="tei:fw//tei:stamp | tei:stamp//tei:stamp | tei:note[@hand]//tei:stamp | tei:msDesc//tei:stamp | tei:fw//tei:fw | tei:note[@hand]//tei:fw" priority="2">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>

  <!-- What kind of thing it is, in the reader's language. -->
  <xsl:template match="tei:fw[tei:stamp]" mode="m:what" priority="3"><xsl:value-of select="b:word('mark.stamp')"/></xsl:template>
  <xsl:template match="*" mode="m:what"><xsl:value-of select="b:word(concat('mark.', local-name()))"/></xsl:template>
  <xsl:template match="tei:fw[@type] | tei:note[@type]" mode="m:what" priority="1"><xsl:value-of select="@type"/></xsl:template>
  <xsl:template match="tei:note" mode="m:what"><xsl:value-of select="b:word('mark.handwriting')"/></xsl:template>
  <xsl:template match="*[@type][b:has(concat('mark.', @type))]" mode="m:what" priority="2"><xsl:value-of select="b:word(concat('mark.', @type))"/></xsl:template>

  <xsl:template match="@*" mode="m:how"/>
  <xsl:template match="@hand" mode="m:how">
    <xsl:variable name="name"><xsl:call-template name="t:hand"><xsl:with-param name="pointer" select="."/></xsl:call-template></xsl:variable>
    <xsl:if test="$name != ''"><xsl:text> </xsl:text><a class="mark-hand" href="{b:href(.)}"><xsl:value-of select="$name"/></a></xsl:if>
  </xsl:template>
  <xsl:template match="@place" mode="m:how"><xsl:text> </xsl:text><span class="mark-place"><xsl:value-of select="."/></span></xsl:template>
  <xsl:template match="@place[b:has(concat('place.', .))]" mode="m:how"><xsl:text> </xsl:text><span class="mark-place"><xsl:value-of select="b:word(concat('place.', .))"/></span></xsl:template>
  <xsl:template match="@when" mode="m:how"><xsl:text> </xsl:text><span class="mark-when"><xsl:value-of select="."/></span></xsl:template>
  <!-- When: the change the mark belongs to says so (PH-changes). -->
  <xsl:template match="@change[not(../@when)]" mode="m:how">
    <xsl:apply-templates select="key('id', substring-after(substring-before(concat(., ' '), ' '), '#'))" mode="m:when"/>
  </xsl:template>
  <xsl:template match="*" mode="m:when"/>
  <xsl:template match="*[@when]" mode="m:when"><xsl:text> </xsl:text><span class="mark-when"><xsl:value-of select="@when"/></span></xsl:template>
  <xsl:template match="*[not(@when)][@notBefore or @notAfter or @from or @to]" mode="m:when">
    <xsl:text> </xsl:text><span class="mark-when"><xsl:apply-templates select="@notBefore | @from" mode="m:when"/><xsl:apply-templates select="@notAfter | @to" mode="m:when"/></span>
  </xsl:template>
  <xsl:template match="@*" mode="m:when"><xsl:value-of select="b:label(concat('@', local-name()))"/><xsl:text> </xsl:text><xsl:value-of select="."/><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="@cert" mode="m:how"><xsl:text> </xsl:text><span class="mark-cert"><xsl:value-of select="b:word(concat('reading.', .))"/></span></xsl:template>

  <xsl:template match="tei:supplied | tei:surplus | tei:secl | tei:damage | tei:restore | tei:retrace | tei:redo | tei:undo | tei:mod | tei:metamark | tei:line">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>

  <!-- What was deleted and what was put in its place are two readings (PH-subst). -->
  <xsl:template match="tei:subst"><span data-tei="subst"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:subst"/></span></xsl:template>
  <xsl:template match="text()" mode="m:subst"/>
  <xsl:template match="*" mode="m:subst"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*[preceding-sibling::*]" mode="m:subst"><span data-apart=""><xsl:apply-templates select="."/></span></xsl:template>

  <!-- Empty paper; filler characters in @n are text (TLS). -->
  <xsl:template match="tei:space"><span data-tei="space"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated sign">&#x2003;</span><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:handShift | tei:addSpan | tei:delSpan | tei:damageSpan"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/></span></xsl:template>

  <!-- Pages as images (PH-surfaces): what a surface says of itself stands with its page. -->
  <xsl:template match="tei:facsimile | tei:surfaceGrp"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:sourceDoc"><div data-tei="sourceDoc"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:surface"><div data-tei="surface"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:zone"><div data-tei="zone"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:sourceDoc//tei:line"><div data-tei="line"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
</xsl:stylesheet>
