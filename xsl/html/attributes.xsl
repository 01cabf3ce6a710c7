<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    xmlns:exsl="http://exslt.org/common"
    exclude-result-prefixes="tei b m t p exsl">
  <!-- The attributes that mean something to a reader, each where the source has it. Others give nothing. -->
  <xsl:template match="@*" mode="m:attributes"/>

  <!-- The address (docs/design.md, Addresses) is the HTML id. -->
  <xsl:template match="@b:id" mode="m:attributes"><xsl:attribute name="id"><xsl:value-of select="."/></xsl:attribute></xsl:template>

  <!-- Language and direction of writing stay with every passage; `dir` also keeps it apart from what stands around it (att.global, CH). -->
  <xsl:template match="@xml:lang" mode="m:attributes">
    <xsl:variable name="tag" select="b:lang(.)"/>
    <xsl:if test="$tag != ''">
      <xsl:attribute name="lang"><xsl:value-of select="$tag"/></xsl:attribute>
      <xsl:attribute name="dir"><xsl:value-of select="b:direction(.)"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@hand | @place | @reason | @type | @subtype | @when | @who | @part
      | tei:l/@n | tei:lg/@n | tei:p/@n | tei:ab/@n | tei:div/@n | tei:seg/@n | tei:surface/@n" mode="m:attributes">
    <xsl:attribute name="data-{local-name()}"><xsl:value-of select="."/></xsl:attribute>
  </xsl:template>

  <!-- `b:later` is the value, and reminds the program of what it has to do when the HTML is whole: of the first three it
       makes classes (`rendition`), it joins tokens, brings notes to their passages and marks what goes on (`fragments`). -->
  <xsl:template match="@rend | @rendition | @style | @next | @prev | tei:lb/@break[. = 'no'] | tei:w/@join | tei:pc/@join | tei:note/@target" mode="m:attributes">
    <xsl:attribute name="data-{local-name()}"><xsl:value-of select="b:later(.)"/></xsl:attribute>
  </xsl:template>

  <!-- How sure an editor is, and which editor: told behind the passage when the HTML is whole (`fragments`). -->
  <xsl:template match="@cert" mode="m:attributes"><xsl:attribute name="data-cert"><xsl:value-of select="b:later(.)"/></xsl:attribute></xsl:template>
  <xsl:template match="@resp" mode="m:attributes"><xsl:attribute name="data-resp"><xsl:value-of select="b:later(.)"/></xsl:attribute></xsl:template>
  <xsl:template match="tei:corr/@resp | tei:reg/@resp | tei:expan/@resp | tei:supplied/@resp | tei:unclear/@resp | tei:add/@resp | tei:del/@resp | tei:surplus/@resp | tei:secl/@resp | tei:sic/@resp | tei:gap/@resp | tei:damage/@resp | tei:orig/@resp" mode="m:attributes" priority="1">
    <xsl:attribute name="data-resp"><xsl:value-of select="b:later(.)"/></xsl:attribute>
    <xsl:attribute name="data-by"><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="."/></xsl:call-template></xsl:attribute>
  </xsl:template>

  <!-- Brackets that the source has itself are the text's own: its author or translator set them. -->
  <xsl:template match="tei:supplied[contains(@rend, 'brackets')]/@resp" mode="m:attributes" priority="2"><xsl:attribute name="data-resp"><xsl:value-of select="."/></xsl:attribute></xsl:template>

  <!-- What stands here has been taken out of the run of its surroundings. -->
  <xsl:template name="t:unit"><xsl:attribute name="data-unit"><xsl:value-of select="@b:id"/></xsl:attribute></xsl:template>

  <!-- A word of the program. -->
  <xsl:template name="t:word">
    <xsl:param name="key"/>
    <span class="generated"><xsl:value-of select="b:word($key)"/></span>
  </xsl:template>

  <!-- By whom, where, when and how surely: in words after what it is said of (PH-hands, att.placement, att.global.responsibility). -->
  <xsl:template match="*" mode="m:remark">
    <xsl:if test="@hand or @place or @when or @change or @cert">
      <xsl:variable name="how"><xsl:apply-templates select="." mode="m:hows"/></xsl:variable>
      <xsl:if test="normalize-space($how) != ''"><span class="generated how"><xsl:copy-of select="exsl:node-set($how)/node()[self::* or preceding-sibling::*[1]]"/></span></xsl:if>
    </xsl:if>
  </xsl:template>
  <xsl:template match="*" mode="m:hows">
    <xsl:apply-templates select="@hand" mode="m:how"/><xsl:apply-templates select="@place" mode="m:how"/><xsl:apply-templates select="@when | @change" mode="m:how"/><xsl:apply-templates select="@cert" mode="m:how"/>
  </xsl:template>
  <xsl:template match="@*" mode="m:how"/>
  <xsl:template match="@hand" mode="m:how">
    <xsl:variable name="name"><xsl:call-template name="t:hand"><xsl:with-param name="pointer" select="."/></xsl:call-template></xsl:variable>
    <xsl:if test="$name != ''"><xsl:text> </xsl:text><a class="mark-hand" href="{b:href(.)}"><xsl:value-of select="$name"/></a></xsl:if>
  </xsl:template>
  <xsl:template match="@place" mode="m:how"><xsl:text> </xsl:text><span class="mark-place"><xsl:value-of select="."/></span></xsl:template>
  <xsl:template match="@place[b:has(concat('place.', .))]" mode="m:how"><xsl:text> </xsl:text><span class="mark-place"><xsl:value-of select="b:word(concat('place.', .))"/></span></xsl:template>
  <!-- Above the line and in it is where additions stand; only other places are worth a word. -->
  <xsl:template match="tei:add/@place[. = 'above' or . = 'inline' or . = 'inspace' or . = 'supralinear' or . = 'superlinear' or . = 'interlinear' or . = 'intralinear' or . = 'above-line' or . = 'aboveline' or . = 'line' or . = 'in-line' or . = 'overline' or . = 'supra']" mode="m:how" priority="2"/>
  <xsl:template match="@when" mode="m:how"><xsl:text> </xsl:text><span class="mark-when"><xsl:value-of select="b:date(.)"/></span></xsl:template>
  <!-- When: the change the mark belongs to says so (PH-changes). -->
  <xsl:template match="@change[not(../@when)]" mode="m:how">
    <xsl:apply-templates select="b:there(.)" mode="m:when"/>
  </xsl:template>
  <xsl:template match="*" mode="m:when"/>
  <xsl:template match="*[@when]" mode="m:when"><xsl:text> </xsl:text><span class="mark-when"><xsl:value-of select="b:date(@when)"/></span></xsl:template>
  <xsl:template match="*[not(@when) and (@notBefore or @notAfter or @from or @to)]" mode="m:when">
    <xsl:text> </xsl:text><span class="mark-when"><xsl:apply-templates select="@notBefore | @from" mode="m:when"/><xsl:if test="(@notBefore or @from) and (@notAfter or @to)"><xsl:value-of select="b:word('text.comma')"/></xsl:if><xsl:apply-templates select="@notAfter | @to" mode="m:when"/></span>
  </xsl:template>
  <xsl:template match="@*" mode="m:when"><xsl:value-of select="b:label(concat('@', local-name()))"/><xsl:text> </xsl:text><xsl:value-of select="b:date(.)"/></xsl:template>
  <xsl:template match="@cert" mode="m:how"><xsl:text> </xsl:text><span class="mark-cert"><xsl:value-of select="."/></span></xsl:template>
  <xsl:template match="@cert[b:has(concat('reading.', .))]" mode="m:how"><xsl:text> </xsl:text><span class="mark-cert"><xsl:value-of select="b:word(concat('reading.', .))"/></span></xsl:template>

  <!-- How much: "3 lines", from @quantity and @unit or from @extent (att.measurement, att.dimensions). -->
  <xsl:template match="*" mode="m:extent">
    <xsl:choose>
      <xsl:when test="@quantity"><xsl:value-of select="@quantity"/></xsl:when>
      <xsl:when test="@extent"><xsl:value-of select="@extent"/></xsl:when>
      <xsl:when test="@atLeast or @atMost or @min or @max"><xsl:value-of select="@atLeast | @min"/>–<xsl:value-of select="@atMost | @max"/></xsl:when>
    </xsl:choose>
    <xsl:apply-templates select="@unit" mode="m:unit"/>
  </xsl:template>
  <xsl:template match="@unit" mode="m:unit"><xsl:text> </xsl:text><xsl:value-of select="."/></xsl:template>
  <xsl:template match="@unit[b:has(concat('element.unit-', .))]" mode="m:unit"><xsl:text> </xsl:text><xsl:value-of select="b:word(concat('element.unit-', .))"/></xsl:template>
</xsl:stylesheet>
