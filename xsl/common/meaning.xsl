<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- What TEI means, whatever it is made into. Never id(): real files hold duplicate ids (then there is no ID type).
       `b:there(pointer)` is what a local pointer leads to; it costs less than a key. -->
  <xsl:key name="id" match="*[@xml:id]" use="@xml:id"/>

  <!-- Who wrote it: the hand's own short name, from handNote (PH-hands). -->
  <xsl:template name="t:hand">
    <xsl:param name="pointer"/>
    <xsl:apply-templates select="b:there($pointer)" mode="m:name-of-hand"/>
  </xsl:template>
  <xsl:template match="*" mode="m:name-of-hand"/>
  <xsl:template match="tei:person" mode="m:name-of-hand"><xsl:apply-templates select="." mode="m:name-of-responsible"/></xsl:template>
  <xsl:template match="tei:handNote | tei:handDesc | tei:handNotes" mode="m:name-of-hand" priority="0"><xsl:value-of select="(@n | @xml:id)[last()]"/></xsl:template>
  <!-- A description that is as short as a name serves as one. -->
  <xsl:template match="tei:handNote[not(@n) and normalize-space() and string-length(normalize-space()) &lt;= 48]" mode="m:name-of-hand" priority="1.5"><xsl:value-of select="normalize-space()"/></xsl:template>
  <xsl:template match="tei:handNote[@medium]" mode="m:name-of-hand"><xsl:value-of select="@medium"/></xsl:template>
  <xsl:template match="tei:handNote[b:has(concat('medium.', @medium))]" mode="m:name-of-hand" priority="1"><xsl:value-of select="b:word(concat('medium.', @medium))"/></xsl:template>
  <xsl:template match="tei:handNote[@scribe]" mode="m:name-of-hand" priority="2"><xsl:value-of select="@scribe"/></xsl:template>
  <xsl:template match="tei:handNote[.//tei:persName]" mode="m:name-of-hand" priority="3"><xsl:value-of select="normalize-space(.//tei:persName[1])"/></xsl:template>
  <xsl:template match="tei:handNote[tei:label]" mode="m:name-of-hand" priority="4"><xsl:value-of select="normalize-space(tei:label)"/></xsl:template>

  <!-- Who is responsible, who speaks, what a pointer means: the short name of the element behind it. -->
  <xsl:template name="t:responsible">
    <xsl:param name="pointer"/>
    <xsl:apply-templates select="b:there($pointer)" mode="m:name-of-responsible"/>
  </xsl:template>
  <xsl:template match="*" mode="m:name-of-responsible"><xsl:value-of select="normalize-space(.)"/></xsl:template>
  <xsl:template match="tei:respStmt | tei:person | tei:personGrp | tei:persona | tei:org" mode="m:name-of-responsible">
    <xsl:variable name="name" select="normalize-space((.//tei:persName | .//tei:orgName | .//tei:name)[1])"/>
    <xsl:value-of select="$name"/><xsl:if test="$name = ''"><xsl:value-of select="normalize-space((@xml:id | @n)[last()])"/></xsl:if>
  </xsl:template>

  <!-- The same for anything at all, and the pointer itself where it leads to nothing here. -->
  <xsl:template name="t:pointed">
    <xsl:param name="pointer"/>
    <xsl:variable name="first" select="substring-before(concat(normalize-space($pointer), ' '), ' ')"/>
    <xsl:variable name="there" select="b:there($first)"/>
    <xsl:variable name="name"><xsl:apply-templates select="$there[1]" mode="m:short"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($name) != ''"><xsl:value-of select="$name"/></xsl:when>
      <xsl:when test="starts-with($first, '#')"><xsl:value-of select="substring($first, 2)"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="." mode="p:brief"><xsl:with-param name="address" select="$first"/></xsl:apply-templates></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- Of a long address its end says enough; the link has the whole. -->
  <xsl:template match="node() | @*" mode="p:brief">
    <xsl:param name="address"/>
    <xsl:choose>
      <xsl:when test="string-length($address) &gt; 60 and substring-after($address, '/') != ''"><xsl:apply-templates select="." mode="p:brief"><xsl:with-param name="address" select="substring-after($address, '/')"/></xsl:apply-templates></xsl:when>
      <xsl:otherwise><xsl:value-of select="$address"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="*" mode="m:short"><xsl:value-of select="normalize-space((tei:head | tei:label | @n)[last()])"/></xsl:template>
  <xsl:template match="tei:person | tei:personGrp | tei:persona | tei:org | tei:respStmt" mode="m:short" priority="1"><xsl:apply-templates select="." mode="m:name-of-responsible"/></xsl:template>
  <xsl:template match="tei:place | tei:event | tei:object | tei:nym" mode="m:short" priority="1">
    <xsl:value-of select="normalize-space((tei:placeName | tei:geogName | tei:eventName | tei:objectName | tei:form | tei:label | tei:head)[1])"/>
  </xsl:template>
  <xsl:template match="tei:bibl | tei:biblStruct | tei:biblFull | tei:msDesc" mode="m:short" priority="1"><xsl:value-of select="normalize-space((@n | .//tei:title | .//tei:msName | .//tei:idno)[1])"/></xsl:template>
  <xsl:template match="tei:category" mode="m:short" priority="1"><xsl:value-of select="normalize-space((tei:catDesc/tei:gloss | tei:catDesc | tei:gloss | tei:desc)[1])"/></xsl:template>
  <xsl:template match="tei:category[tei:catDesc/tei:gloss]" mode="m:short" priority="2"><xsl:value-of select="normalize-space(tei:catDesc/tei:gloss[1])"/></xsl:template>
  <xsl:template match="tei:taxonomy | tei:interp | tei:interpGrp | tei:calendar" mode="m:short" priority="1"><xsl:value-of select="normalize-space((tei:gloss | tei:desc | tei:bibl | tei:head | tei:p | @n)[1])"/><xsl:if test="not(tei:gloss or tei:desc or tei:bibl or tei:head or tei:p or @n)"><xsl:value-of select="normalize-space(text()[normalize-space()])"/></xsl:if></xsl:template>
  <xsl:template match="tei:head | tei:title | tei:label | tei:item | tei:term" mode="m:short"><xsl:value-of select="normalize-space(.)"/></xsl:template>
  <xsl:template match="tei:handNote" mode="m:short" priority="1"><xsl:apply-templates select="." mode="m:name-of-hand"/></xsl:template>
  <xsl:template match="tei:when[@absolute]" mode="m:short" priority="1"><xsl:value-of select="@absolute"/></xsl:template>

  <!-- The siglum of a witness: what its entry says it is called, else its own name (TC-witness). -->
  <xsl:template match="*" mode="m:siglum">
    <xsl:variable name="own" select="normalize-space((tei:idno | tei:abbr | tei:name | tei:label)[@type = 'siglum'][1])"/>
    <xsl:value-of select="$own"/><xsl:if test="$own = ''"><xsl:value-of select="@n"/><xsl:if test="not(@n)"><xsl:value-of select="@xml:id"/></xsl:if></xsl:if>
  </xsl:template>

  <!-- A character that is declared nowhere shows by its name; a stroke over a letter, for an abbreviation, is known by it. -->
  <xsl:template match="tei:g" mode="m:undeclared">〔<xsl:value-of select="translate(@ref, '#', '')"/><xsl:if test="not(@ref)"><xsl:value-of select="@type"/></xsl:if>〕</xsl:template>
  <xsl:template match="tei:g[contains(@ref, 'AbbrStroke')]" mode="m:undeclared">&#x304;</xsl:template>

  <!-- Which mapping of a character a reader can see: the one in use, never the private one if there is another (WD-mapping). -->
  <xsl:template match="tei:char | tei:glyph" mode="m:character">
    <xsl:value-of select="normalize-space((tei:mapping[not(@type = 'PUA' or @type = 'codepoint')] | tei:mapping[not(../tei:mapping[not(@type = 'PUA' or @type = 'codepoint')])]
      | tei:charProp[tei:localName = 'composition'][not(../tei:mapping[not(@type = 'PUA' or @type = 'codepoint')])]/tei:value
      | tei:charName[not(../tei:mapping)] | tei:glyphName[not(../tei:mapping)] | tei:localProp[@name = 'Name'][not(../tei:mapping)]/@value)[normalize-space()][1])"/>
  </xsl:template>
</xsl:stylesheet>
