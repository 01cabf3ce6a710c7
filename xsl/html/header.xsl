<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- The TEI Header and the stand-off annotation (HD, SA) as the record: every statement under its name. -->
  <xsl:template match="*" mode="m:record-of"/>
  <xsl:template match="tei:TEI | tei:teiCorpus" mode="m:record-of"><xsl:apply-templates select="tei:teiHeader | tei:standOff | tei:TEI" mode="m:record-of"/></xsl:template>
  <xsl:template match="tei:teiHeader | tei:standOff" mode="m:record-of">
    <div class="record" data-tei="{local-name()}"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>

  <!-- A statement that holds statements is a section; its heading is the name of the element in the reader's language. -->
  <xsl:template match="*" mode="m:record">
    <div data-tei="{local-name()}" class="part"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>
  <xsl:template match="tei:fileDesc | tei:encodingDesc | tei:profileDesc | tei:revisionDesc | tei:sourceDesc | tei:standOff/*" mode="m:record">
    <div data-tei="{local-name()}" class="part"><xsl:apply-templates select="@*" mode="m:attributes"/><h2 class="generated" lang="{b:word('lang')}"><xsl:value-of select="b:label(local-name())"/></h2><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>

  <!-- A statement with words of its own is a line: name, words, and what only an attribute says. -->
  <xsl:template match="*[text()[normalize-space()]] | *[not(*)]" mode="m:record" priority="1">
    <div data-tei="{local-name()}" class="statement"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><div class="words"><xsl:apply-templates mode="m:record-words"/><xsl:call-template name="p:said-by-attributes"/></div></div>
  </xsl:template>
  <!-- Paragraphs, lists, tables and figures are as in the text. -->
  <xsl:template match="tei:p | tei:ab | tei:list | tei:table | tei:figure | tei:head | tei:egXML | tei:listBibl" mode="m:record" priority="2"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="text()" mode="m:record"/>
  <xsl:template match="node()" mode="m:record-words"><xsl:apply-templates select="."/></xsl:template>

  <xsl:template name="p:record-label"><span class="generated label" lang="{b:word('lang')}"><xsl:value-of select="b:label(local-name())"/><xsl:if test="@type"> (<xsl:value-of select="@type"/>)</xsl:if></span><xsl:text> </xsl:text></xsl:template>

  <!-- A date, a number or an address that stands only in an attribute is part of what the header says. -->
  <xsl:template name="p:said-by-attributes"><xsl:apply-templates select="@*" mode="p:said"/></xsl:template>
  <xsl:template match="@*" mode="p:said"/>
  <xsl:template match="@when | @notBefore | @notAfter | @from | @to | @ident | @n | @quantity | @key | @url" mode="p:said">
    <xsl:if test="not(contains(.., .))"><span class="generated said"><xsl:text> </xsl:text><span class="attribute"><xsl:value-of select="b:label(concat('@', local-name()))"/></span><xsl:text> </xsl:text><xsl:value-of select="."/></span></xsl:if>
  </xsl:template>
  <xsl:template match="@target | @ref" mode="p:said">
    <xsl:if test="b:href(.) != '' and not(ancestor::*[1][self::tei:ref or self::tei:persName or self::tei:placeName or self::tei:orgName or self::tei:name])"><xsl:text> </xsl:text><a class="generated said" href="{b:href(.)}"><xsl:value-of select="."/></a></xsl:if>
  </xsl:template>

  <!-- Links and relations have no words; the pages show them where they lead. -->
  <xsl:template match="tei:linkGrp | tei:link" mode="m:record" priority="3"/>
</xsl:stylesheet>
