<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Names, Dates, People, Places (ND): lists of them, one entry to a line. In the text a name is its words. -->
  <xsl:template match="tei:listPerson | tei:listPlace | tei:listOrg | tei:listEvent | tei:listNym | tei:listObject | tei:listRelation"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:person | tei:personGrp | tei:place | tei:org | tei:listEvent/tei:event | tei:nym | tei:listObject/tei:object"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:person/* | tei:place/* | tei:org/* | tei:person/tei:persName/* | tei:event/*[not(self::tei:p)]"><xsl:call-template name="t:spaced"/></xsl:template>
</xsl:stylesheet>
