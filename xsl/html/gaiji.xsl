<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Non-standard characters (WD): what is written in g stands; an empty g shows the mapping of its char or glyph, or its picture. -->
  <xsl:template match="tei:g"><span data-tei="g"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:g[not(node())]">
    <xsl:variable name="char" select="b:there(@ref)"/>
    <span data-tei="g" class="generated g"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="$char" mode="p:drawn"/><xsl:if test="not($char)"><xsl:apply-templates select="." mode="m:undeclared"/></xsl:if></span>
  </xsl:template>
  <!-- The hyphen of a printer at a line end shows with the line ends. -->
  <xsl:template match="tei:g[not(node()) and contains(translate(concat(@ref, @type), 'H', 'h'), 'hyphen')]" priority="1"><span data-tei="g" class="generated line-hyphen"><xsl:apply-templates select="@*" mode="m:attributes"/>-</span></xsl:template>
  <xsl:template match="*" mode="p:drawn"><xsl:value-of select="@xml:id"/></xsl:template>
  <xsl:template match="tei:char | tei:glyph" mode="p:drawn"><xsl:apply-templates select="." mode="m:character"/></xsl:template>
  <!-- Only where no character can stand for it does its picture. -->
  <xsl:template match="tei:char[.//tei:graphic and not(tei:mapping[not(@type = 'PUA')])] | tei:glyph[.//tei:graphic and not(tei:mapping[not(@type = 'PUA')])]" mode="p:drawn">
    <xsl:variable name="image" select="b:image(.//tei:graphic/@url)"/>
    <xsl:variable name="name"><xsl:apply-templates select="." mode="m:character"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="$image != ''"><img class="g" src="{$image}" alt="{normalize-space(concat($name, ' ', (.//tei:figDesc | .//tei:desc)[1]))}"/></xsl:when>
      <xsl:otherwise>〔<xsl:value-of select="$name"/>〕</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The description of characters belongs to the header; in a text it is a list of facts. -->
  <xsl:template match="tei:charDecl | tei:char | tei:glyph | tei:charDesc"><xsl:call-template name="t:facts"/></xsl:template>
  <xsl:template match="tei:mapping | tei:charName | tei:glyphName | tei:charProp"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- A property is a name and a value (WD-charProp). -->
  <xsl:template match="tei:localProp | tei:unicodeProp | tei:unihanProp"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:property"/></span></xsl:template>
  <xsl:template match="tei:localProp | tei:unicodeProp | tei:unihanProp" mode="m:record" priority="2"><div data-tei="{local-name()}" class="statement"><xsl:call-template name="p:property"/></div></xsl:template>
  <xsl:template name="p:property"><span class="generated label"><xsl:value-of select="@name"/></span><xsl:text> </xsl:text><span class="generated"><xsl:value-of select="@value"/></span><xsl:apply-templates/></xsl:template>

  <!-- Ruby (WD-ruby): the reading stands above the base. For those who have no ruby it stands in brackets: the source's, if
       it has any, or ours; never both. -->
  <xsl:template match="tei:ruby | tei:seg[@type = 'ruby']"><ruby data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:ruby"/></ruby></xsl:template>
  <xsl:template match="*" mode="m:ruby"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="text()" mode="m:ruby"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="tei:rt | tei:seg[@type = 'rt'] | *[local-name() = 'rt']" mode="m:ruby">
    <rp class="generated">(</rp><rt data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></rt><rp class="generated">)</rp>
  </xsl:template>
  <xsl:template match="tei:seg[@type = 'rt' and ../tei:seg/@type = 'rp'] | *[local-name() = 'rt' and ../*[local-name() = 'rp']]" mode="m:ruby" priority="1">
    <rt data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></rt>
  </xsl:template>
  <xsl:template match="tei:seg[@type = 'rp'] | *[local-name() = 'rp']" mode="m:ruby"><rp data-tei="{local-name()}"><xsl:value-of select="."/></rp></xsl:template>
  <xsl:template match="tei:rb | tei:rt"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
</xsl:stylesheet>
