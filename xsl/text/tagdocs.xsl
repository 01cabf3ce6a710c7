<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Documentation Elements (TD), feature structures (FS) and graphs (GD): examples and entries line by line. -->
  <xsl:template match="*[local-name() = 'egXML']" priority="-0.3"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:eg | tei:elementSpec | tei:classSpec | tei:macroSpec | tei:moduleSpec | tei:dataSpec | tei:specGrp | tei:schemaSpec | tei:fs[not(parent::tei:f)] | tei:graph | tei:tree | tei:eTree | tei:forest"><xsl:call-template name="t:block"/></xsl:template>
  <xsl:template match="tei:attDef | tei:valItem | tei:f | tei:node | tei:arc | tei:label/tei:label | tei:remarks | tei:exemplum"><xsl:call-template name="t:tight"/></xsl:template>
</xsl:stylesheet>
