<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Performance Texts (DR); speeches and stage directions stand in core. -->
  <xsl:template match="tei:set | tei:prologue | tei:epilogue | tei:performance | tei:spGrp | tei:view">
    <div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div>
  </xsl:template>
  <!-- The cast is a list, and so is each group of it (DR-castList). -->
  <xsl:template match="tei:castList"><div data-tei="castList"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:head[not(preceding-sibling::tei:castItem[1] or preceding-sibling::tei:castGroup[1])]"/><ul class="plain"><xsl:apply-templates mode="p:in-list"/></ul></div></xsl:template>
  <xsl:template match="tei:castGroup" mode="p:in-list"><li data-tei="castGroup"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="tei:head[not(preceding-sibling::tei:castItem[1] or preceding-sibling::tei:castGroup[1])]"/><ul class="plain"><xsl:apply-templates mode="p:in-list"/></ul></li></xsl:template>
  <xsl:template match="tei:castItem" mode="p:in-list"><li data-tei="castItem"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="tei:castList/tei:head[not(preceding-sibling::tei:castItem[1] or preceding-sibling::tei:castGroup[1])] | tei:castGroup/tei:head[not(preceding-sibling::tei:castItem[1] or preceding-sibling::tei:castGroup[1])]" mode="p:in-list" priority="1"/>
  <xsl:template match="tei:castItem | tei:castGroup"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="tei:role | tei:roleDesc | tei:actor"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <!-- What is heard, seen or done on the stage or the screen (DR-tech, DR-camera). -->
  <xsl:template match="tei:move | tei:sound | tei:tech | tei:camera | tei:caption"><span data-tei="{local-name()}" class="stage"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:move[not(node())]"><span data-tei="move" class="generated stage"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:apply-templates select="@who" mode="m:speaker"/><xsl:value-of select="@type"/><xsl:text> </xsl:text><xsl:value-of select="@where"/>]</span></xsl:template>
</xsl:stylesheet>
