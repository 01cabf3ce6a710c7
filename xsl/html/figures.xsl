<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Tables, Formulæ, Graphics, and Notated Music (FT). -->
  <xsl:template match="tei:table"><div class="table"><table data-tei="table"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-table"/></table></div></xsl:template>
  <xsl:template match="tei:head[not(preceding-sibling::*[1])]" mode="p:in-table"><caption data-tei="head"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></caption></xsl:template>
  <xsl:template match="tei:row" mode="p:in-table"><tr data-tei="row"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-row"/></tr></xsl:template>
  <xsl:template match="*" mode="p:in-table"><tr class="other"><td colspan="99"><xsl:apply-templates select="."/></td></tr></xsl:template>
  <xsl:template match="text()" mode="p:in-table"><xsl:if test="normalize-space()"><tr class="other"><td colspan="99"><xsl:apply-templates select="."/></td></tr></xsl:if></xsl:template>
  <xsl:template match="tei:cell" mode="p:in-row"><td data-tei="cell"><xsl:call-template name="p:spans"/><xsl:apply-templates/></td></xsl:template>
  <xsl:template match="tei:cell[@role='label'] | tei:row[@role='label']/tei:cell" mode="p:in-row"><th data-tei="cell"><xsl:call-template name="p:spans"/><xsl:apply-templates/></th></xsl:template>
  <xsl:template match="*" mode="p:in-row"><td class="other"><xsl:apply-templates select="."/></td></xsl:template>
  <xsl:template match="text()" mode="p:in-row"><xsl:if test="normalize-space()"><td class="other"><xsl:apply-templates select="."/></td></xsl:if></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="p:in-table"/>
  <xsl:template match="comment() | processing-instruction()" mode="p:in-row"/>
  <xsl:template name="p:spans">
    <xsl:apply-templates select="@*" mode="m:attributes"/>
    <xsl:if test="number(@cols) &gt; 1 and number(@cols) &lt;= 1000"><xsl:attribute name="colspan"><xsl:value-of select="floor(@cols)"/></xsl:attribute></xsl:if>
    <xsl:if test="number(@rows) &gt; 1 and number(@rows) &lt;= 1000"><xsl:attribute name="rowspan"><xsl:value-of select="floor(@rows)"/></xsl:attribute></xsl:if>
  </xsl:template>
  <xsl:template match="tei:row | tei:cell"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>

  <!-- A picture with what is said of it; music that is not notes on a page is named (FT-grapmov, FT-notatedMusic). -->
  <xsl:template match="tei:notatedMusic"><figure data-tei="notatedMusic"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label"><xsl:value-of select="b:label('notatedMusic')"/></span><xsl:text> </xsl:text><xsl:apply-templates/></figure></xsl:template>
  <xsl:template match="tei:figure"><figure data-tei="figure"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></figure></xsl:template>
  <xsl:template match="tei:figDesc"><figcaption data-tei="figDesc"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></figcaption></xsl:template>
  <!-- A formula in MathML is itself; in another notation it is code (FT-formulae). -->
  <xsl:template match="tei:formula"><span data-tei="formula"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="tei:formula[@notation and not(*)]"><code data-tei="formula"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></code></xsl:template>
</xsl:stylesheet>
