<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Names, Dates, People, and Places (ND): a name leads to its entry, where there is one. -->
  <xsl:template match="tei:persName | tei:placeName | tei:orgName | tei:geogName | tei:country | tei:region | tei:settlement | tei:district | tei:bloc | tei:eventName | tei:objectName
      | tei:forename | tei:surname | tei:roleName | tei:addName | tei:genName | tei:nameLink | tei:geogFeat | tei:offset | tei:persPronouns | tei:gender">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:persName[@ref] | tei:placeName[@ref] | tei:orgName[@ref] | tei:geogName[@ref] | tei:country[@ref] | tei:region[@ref] | tei:settlement[@ref]
      | tei:district[@ref] | tei:bloc[@ref] | tei:eventName[@ref] | tei:objectName[@ref] | tei:roleName[@ref] | tei:addName[@ref] | tei:surname[@ref] | tei:forename[@ref]">
    <a data-tei="{local-name()}" class="name" href="{b:href(@ref)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a>
  </xsl:template>
  <!-- A key means the entry of a list in the edition that bears it as its xml:id (ND, att.canonical). -->
  <xsl:template match="tei:persName[@key and not(@ref)] | tei:placeName[@key and not(@ref)] | tei:orgName[@key and not(@ref)] | tei:geogName[@key and not(@ref)] | tei:settlement[@key and not(@ref)]
      | tei:name[@key and not(@ref)] | tei:rs[@key and not(@ref)]">
    <a data-tei="{local-name()}" class="name" href="{b:href(concat('#', normalize-space(@key)))}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a>
  </xsl:template>

  <!-- Lists of persons, places and other things inside a text (ND-person): each entry a set of labelled facts. -->
  <xsl:template match="tei:listPerson | tei:listPlace | tei:listOrg | tei:listEvent | tei:listNym | tei:listObject | tei:listRelation
      | tei:person | tei:personGrp | tei:persona | tei:place | tei:org | tei:event | tei:nym | tei:object">
    <xsl:call-template name="t:facts"/>
  </xsl:template>
  <!-- A fact of a person or place in the middle of a sentence is its words. -->
  <xsl:template match="tei:affiliation | tei:age | tei:birth | tei:climate | tei:death | tei:education | tei:faith | tei:floruit | tei:geo | tei:langKnowledge | tei:langKnown
      | tei:location | tei:nationality | tei:objectIdentifier | tei:occupation | tei:population | tei:residence | tei:sex | tei:socecStatus | tei:state | tei:terrain | tei:trait">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <!-- Who stands to whom in which relation (ND-relation): only attributes say it. -->
  <xsl:template match="tei:relation"><p data-tei="relation"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:relation"/></p></xsl:template>
  <xsl:template match="tei:relation" mode="m:record" priority="3"><p data-tei="relation" class="statement"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:relation"/></p></xsl:template>
  <xsl:template name="p:relation">
    <span class="generated"><xsl:apply-templates select="@active | @mutual" mode="p:parties"/><xsl:text> — </xsl:text><xsl:value-of select="@name"/><xsl:if test="not(@name)"><xsl:value-of select="@ref"/></xsl:if><xsl:apply-templates select="@passive" mode="p:passive"/><xsl:text> </xsl:text></span><xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="@passive" mode="p:passive"><xsl:text> → </xsl:text><xsl:apply-templates select="." mode="p:parties"/></xsl:template>
  <xsl:template match="@*" mode="p:parties"><xsl:call-template name="t:links"><xsl:with-param name="pointers" select="concat(normalize-space(.), ' ')"/></xsl:call-template></xsl:template>
  <!-- The language of the name by which a person or a body is called. -->
  <xsl:template match="*" mode="p:spoken"/>
  <xsl:template match="tei:person | tei:personGrp | tei:persona | tei:org" mode="p:spoken"><xsl:apply-templates select="(.//tei:persName | .//tei:orgName | .//tei:name)[1]/@xml:lang" mode="m:attributes"/></xsl:template>
  <!-- Several pointers, each a link that says what it leads to. -->
  <xsl:template name="t:links">
    <xsl:param name="pointers"/>
    <xsl:variable name="one" select="substring-before($pointers, ' ')"/>
    <xsl:if test="$one != ''">
      <a href="{b:href($one)}"><xsl:apply-templates select="b:there($one)[1]" mode="p:spoken"/><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="$one"/></xsl:call-template></a>
      <xsl:if test="substring-after($pointers, ' ') != ''">, </xsl:if>
      <xsl:call-template name="t:links"><xsl:with-param name="pointers" select="substring-after($pointers, ' ')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
