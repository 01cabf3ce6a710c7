<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Names, Dates, People, Places (ND): lists of them, one entry to a line. In the text a name is its words. -->
  <xsl:template match="tei:listPerson | tei:listPlace | tei:listOrg | tei:listEvent | tei:listNym | tei:listObject | tei:listRelation"><xsl:call-template name="t:block"/></xsl:template>
  <!-- In the back of a text they are annotation that has not moved to standOff. -->
  <xsl:template match="tei:back//tei:listPerson | tei:back//tei:listPlace | tei:back//tei:listOrg | tei:back//tei:listEvent
      | tei:back//tei:listNym | tei:back//tei:listObject | tei:back//tei:listRelation" priority="1">
    <annotation><xsl:copy-of select="@b:id"/><xsl:call-template name="t:block"/></annotation>
  </xsl:template>
  <xsl:template match="tei:listPerson//tei:listPerson | tei:listPlace//tei:listPlace | tei:listOrg//tei:listOrg | tei:listEvent//tei:listEvent
      | tei:listPerson//tei:listRelation" priority="2"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:person | tei:personGrp | tei:place | tei:org | tei:listEvent/tei:event | tei:nym | tei:listObject/tei:object"><xsl:call-template name="t:tight"/></xsl:template>
  <xsl:template match="tei:person/* | tei:place/* | tei:org/* | tei:person/tei:persName/* | tei:person/*[not(self::tei:persName or self::tei:p or self::tei:note)]/* | tei:place/*/* | tei:settlement/* | tei:location/* | tei:event/*[not(self::tei:p)]"><xsl:call-template name="t:spaced"/></xsl:template>
</xsl:stylesheet>
