<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Critical Apparatus (TC): the reading of the text stands in the run, the others apart, each with its witnesses. -->
  <xsl:template match="tei:app"><span data-tei="app"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:app"/></span></xsl:template>
  <!-- Where the words follow again after their entry, the entry speaks of them and is none of the text. -->
  <xsl:template match="tei:app[b:repeated(.)]"><span data-tei="app"><xsl:apply-templates select="@*" mode="m:attributes"/><span data-apart="" class="variant"><xsl:apply-templates select="tei:lem"/><span class="generated">] </span><xsl:apply-templates select="*[not(self::tei:lem)]"/></span></span></xsl:template>
  <!-- An entry that stands away from its passage says which it speaks of: by its ends, or by its number (TC-double, TC-location). -->
  <xsl:template match="tei:listApp/tei:app | tei:app[@from or @to or @loc]">
    <div data-tei="app" class="app-entry"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@loc" mode="m:number"/><xsl:apply-templates select="@from" mode="p:passage"/><xsl:apply-templates mode="m:app"/></div>
  </xsl:template>
  <!-- Inside a line the entry stays in the line. -->
  <xsl:template match="tei:p//tei:app[@from or @to or @loc] | tei:l//tei:app[@from or @to or @loc] | tei:ab//tei:app[@from or @to or @loc]" priority="1">
    <span data-tei="app" class="app-entry"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@loc" mode="m:number"/><xsl:apply-templates select="@from" mode="p:passage"/><xsl:apply-templates mode="m:app"/></span>
  </xsl:template>
  <xsl:template match="@from" mode="p:passage"><a class="generated to-passage" href="{b:href(.)}">↑<span class="sr"><xsl:value-of select="b:word('element.passage')"/></span></a><xsl:text> </xsl:text></xsl:template>

  <xsl:template match="text()" mode="m:app"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="*" mode="m:app"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="tei:rdg[preceding-sibling::tei:lem[1] or preceding-sibling::tei:rdg[1] or preceding-sibling::tei:rdgGrp[1]] | tei:rdgGrp[preceding-sibling::tei:lem[1] or preceding-sibling::tei:rdg[1] or preceding-sibling::tei:rdgGrp[1]]" mode="m:app">
    <span data-apart="" class="variant"><span class="generated sr"><xsl:value-of select="b:word('reading.variant')"/><xsl:text> </xsl:text></span><xsl:apply-templates select="."/></span>
  </xsl:template>
  <xsl:template match="tei:lem | tei:rdg"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><xsl:apply-templates select="." mode="p:silent"/><xsl:apply-templates select="@wit | @source" mode="m:sigla"/></span></xsl:template>
  <xsl:template match="tei:rdgGrp"><span data-tei="rdgGrp"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:app"/></span></xsl:template>
  <!-- A witness that has nothing here omits it. -->
  <xsl:template match="*" mode="p:silent"/>
  <xsl:template match="tei:rdg[not(node())]" mode="p:silent"><span class="generated"><xsl:value-of select="b:word('element.omits')"/></span></xsl:template>
  <!-- Sources and details of a witness, in the words of the editor (TC-witDetail). -->
  <xsl:template match="tei:wit"><span data-tei="wit" class="sigla"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text> </xsl:text><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:witDetail"><span data-tei="witDetail" class="variant"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@wit" mode="m:sigla"/><xsl:text> </xsl:text><xsl:apply-templates/></span></xsl:template>

  <!-- The sigla, each leading to its witness. -->
  <xsl:template match="@wit | @source" mode="m:sigla">
    <span class="generated sigla"><xsl:call-template name="p:sigla"><xsl:with-param name="pointers" select="concat(normalize-space(.), ' ')"/></xsl:call-template></span>
  </xsl:template>
  <xsl:template name="p:sigla">
    <xsl:param name="pointers"/>
    <xsl:variable name="one" select="substring-before($pointers, ' ')"/>
    <xsl:if test="$one != ''">
      <xsl:variable name="witness" select="b:there($one)"/>
      <xsl:text> </xsl:text>
      <a href="{b:href($one)}"><xsl:apply-templates select="$witness" mode="m:siglum"/><xsl:if test="not($witness)"><xsl:value-of select="translate($one, '#', '')"/></xsl:if></a>
      <xsl:call-template name="p:sigla"><xsl:with-param name="pointers" select="substring-after($pointers, ' ')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Where a witness begins, ends or has a hole (TC-lacuna). -->
  <xsl:template match="tei:witStart | tei:witEnd | tei:lacunaStart | tei:lacunaEnd">
    <span data-tei="{local-name()}" class="generated sign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="b:word(concat('element.', local-name()))"/><xsl:apply-templates select="@wit" mode="m:sigla"/>]</span>
  </xsl:template>

  <!-- A note in a list of variants stands in its place. -->
  <xsl:template match="tei:listApp/tei:note" priority="0.9"><div data-tei="note" class="block-note"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:listApp"><div data-tei="listApp"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <!-- The witnesses, and those that descend from them (TC-listWit). -->
  <xsl:template match="tei:listWit"><div data-tei="listWit"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:head"/><ul class="plain"><xsl:apply-templates select="node()[not(self::tei:head)]" mode="p:in-list"/></ul></div></xsl:template>
  <xsl:template match="tei:witness" mode="p:in-list"><li data-tei="witness"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:if test="not(tei:abbr/@type = 'siglum' or tei:idno/@type = 'siglum' or tei:name/@type = 'siglum' or tei:label/@type = 'siglum')"><span class="generated siglum"><xsl:apply-templates select="." mode="m:siglum"/></span><xsl:text> </xsl:text></xsl:if><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="tei:witness"><p data-tei="witness"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="tei:variantEncoding"><span data-tei="variantEncoding"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:value-of select="@method"/><xsl:text> </xsl:text><xsl:value-of select="@location"/></span></span></xsl:template>
</xsl:stylesheet>
