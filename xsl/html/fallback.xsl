<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- An element nobody thought of is shown transparently under its own name: nothing is ever dropped. One of another
       vocabulary is foreign. (A pattern `*[…]` would be tried on every sibling of every sibling.) -->
  <xsl:template match="*"><xsl:apply-templates select="." mode="m:foreign"/></xsl:template>
  <xsl:template match="tei:*"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="comment() | processing-instruction()"/>

  <!-- What the reader could not resolve is shown as it stands, and reported by a finding. -->
  <xsl:template match="b:entity"><span class="unresolved"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="b:missing"><span class="unresolved generated">[<xsl:value-of select="@href"/>]</span><xsl:apply-templates/></xsl:template>
</xsl:stylesheet>
