<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Graphs, Networks, and Trees (GD), as lists: the nodes, and which leads to which. -->
  <xsl:template match="tei:graph | tei:tree"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:label"/><ul class="plain"><xsl:apply-templates select="node()[not(self::tei:label)]" mode="p:in-list"/></ul></div></xsl:template>
  <xsl:template match="tei:node | tei:root | tei:iNode | tei:leaf" mode="p:in-list"><li data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/><xsl:apply-templates select="@children | @adj | @adjTo" mode="p:leads"/></li></xsl:template>
  <xsl:template match="@*" mode="p:leads"><span class="generated"><xsl:text> → </xsl:text><xsl:apply-templates select="." mode="p:parties"/></span></xsl:template>
  <xsl:template match="tei:arc" mode="p:in-list"><li data-tei="arc"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated"><xsl:apply-templates select="@from" mode="p:parties"/><xsl:text> → </xsl:text><xsl:apply-templates select="@to" mode="p:parties"/><xsl:text> </xsl:text></span><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="tei:node | tei:root | tei:iNode | tei:leaf | tei:arc"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- A tree drawn by nesting is a list of lists (GD-eTree). -->
  <xsl:template match="tei:eTree | tei:triangle | tei:eLeaf"><ul class="plain"><xsl:apply-templates select="." mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:eTree | tei:triangle" mode="p:in-list"><li data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:label"/><ul class="plain"><xsl:apply-templates select="node()[not(self::tei:label)]" mode="p:in-list"/></ul></li></xsl:template>
  <xsl:template match="tei:eLeaf" mode="p:in-list"><li data-tei="eLeaf"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="tei:forest | tei:listForest"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
</xsl:stylesheet>
