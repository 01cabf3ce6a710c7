<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Names, Dates, People, and Places (ND): a name leads to its entry, where there is one. -->
  <xsl:template match="tei:persName | tei:placeName | tei:orgName | tei:name | tei:rs | tei:geogName | tei:country | tei:region | tei:settlement | tei:district | tei:bloc | tei:eventName | tei:objectName
      | tei:forename | tei:surname | tei:roleName | tei:addName | tei:genName | tei:nameLink | tei:geogFeat">
    <span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span>
  </xsl:template>
  <xsl:template match="tei:persName[b:href(@ref) != ''] | tei:placeName[b:href(@ref) != ''] | tei:orgName[b:href(@ref) != ''] | tei:name[b:href(@ref) != ''] | tei:rs[b:href(@ref) != '']
      | tei:geogName[b:href(@ref) != ''] | tei:country[b:href(@ref) != ''] | tei:region[b:href(@ref) != ''] | tei:settlement[b:href(@ref) != ''] | tei:eventName[b:href(@ref) != ''] | tei:term[b:href(@ref) != '']">
    <a data-tei="{local-name()}" class="name" href="{b:href(@ref)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a>
  </xsl:template>
  <xsl:template match="tei:date[b:href(@ref) != ''] | tei:date[b:href(@corresp) != '']" priority="1">
    <a data-tei="date" class="name" href="{b:href(@ref | @corresp)}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></a>
  </xsl:template>
  <xsl:template match="tei:listPerson | tei:listPlace | tei:listOrg | tei:listEvent | tei:listNym | tei:listObject | tei:listRelation">
    <div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div>
  </xsl:template>
</xsl:stylesheet>
