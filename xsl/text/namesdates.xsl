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
  <xsl:template match="tei:person/* | tei:place/* | tei:org/* | tei:person/tei:persName/* | tei:place/*/* | tei:settlement/* | tei:location/* | tei:event/*"><xsl:call-template name="t:spaced"/></xsl:template>
  <!-- The facts about a person have parts; what is told of one in prose has none, nor has a paragraph on an event. -->
  <xsl:template match="tei:person/*" priority="0.55"><xsl:text>&#10;</xsl:text><xsl:apply-templates mode="p:fact"/><xsl:text>&#10;</xsl:text></xsl:template>
  <xsl:template match="tei:person/tei:p | tei:person/tei:persName" priority="0.56"><xsl:call-template name="t:spaced"/></xsl:template>
  <xsl:template match="*" mode="p:fact"><xsl:call-template name="t:spaced"/></xsl:template>
  <xsl:template match="tei:event/tei:p" priority="0.6"><xsl:call-template name="t:tight"/></xsl:template>
</xsl:stylesheet>
