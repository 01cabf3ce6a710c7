<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Dictionaries (DI): an entry is a paragraph, its senses are numbered; grammar, labels and examples run on. -->
  <xsl:template match="tei:entry | tei:entryFree | tei:superEntry | tei:hom | tei:re | tei:dictScrap"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="." mode="p:counted"/><xsl:apply-templates mode="m:entry"/></div></xsl:template>
  <xsl:template match="tei:sense"><div data-tei="sense"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="." mode="p:counted"/><xsl:apply-templates mode="m:entry"/></div></xsl:template>
  <xsl:template match="*" mode="p:counted"/>
  <xsl:template match="tei:sense[@n] | tei:hom[@n]" mode="p:counted" priority="1"><span class="generated n"><xsl:value-of select="@n"/></span><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="tei:sense[preceding-sibling::tei:sense[1] or following-sibling::tei:sense[1]]" mode="p:counted"><span class="generated n"><xsl:number count="tei:sense"/>.</span><xsl:text> </xsl:text></xsl:template>
  <!-- What the encoder parted only by tags a reader must see parted. -->
  <xsl:template match="text() | b:*" mode="m:entry"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*" mode="m:entry"><xsl:apply-templates select="."/><xsl:if test="following-sibling::node()[1]/self::*[not(self::b:*)]"><xsl:text> </xsl:text></xsl:if></xsl:template>

  <xsl:template match="tei:form | tei:gramGrp"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:entry"/></span></xsl:template>
  <!-- A form without further markup is its own headword. -->
  <xsl:template match="tei:form[not(tei:*)]"><b data-tei="form"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></b></xsl:template>
  <!-- An ending is not the headword, a whole written form is (DI-form). -->
  <xsl:template match="tei:orth[@extent = 'part' or @extent = 'suff' or @type = 'infl']"><span data-tei="orth"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:orth"><b data-tei="orth"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></b></xsl:template>
  <xsl:template match="tei:etym | tei:def | tei:xr | tei:lbl | tei:usg | tei:case | tei:colloc | tei:gen | tei:gram | tei:hyph | tei:iType | tei:lang | tei:mood | tei:number | tei:per | tei:pos | tei:pron
      | tei:stress | tei:subc | tei:syll | tei:tns"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- Where a headword stands again, the printer puts a sign (DI-oRef). -->
  <xsl:template match="tei:oRef | tei:pRef"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:oRef[not(node())] | tei:pRef[not(node())]"><span data-tei="{local-name()}" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/>~</span></xsl:template>
</xsl:stylesheet>
