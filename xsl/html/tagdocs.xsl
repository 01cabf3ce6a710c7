<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" xmlns:rng="http://relaxng.org/ns/structure/1.0" xmlns:eg="http://www.tei-c.org/ns/Examples"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p rng eg">
  <!-- Documentation Elements (TD): names of elements and attributes as markup writes them, examples with their tags,
       specifications as labelled facts. -->
  <xsl:template match="tei:code | tei:ident | tei:val"><code data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="tei:gi | tei:tag"><code data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">&lt;</span><xsl:apply-templates/><span class="generated">&gt;</span></code></xsl:template>
  <xsl:template match="tei:tag[@type = 'end']"><code data-tei="tag"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">&lt;/</span><xsl:apply-templates/><span class="generated">&gt;</span></code></xsl:template>
  <xsl:template match="tei:tag[@type = 'empty']"><code data-tei="tag"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">&lt;</span><xsl:apply-templates/><span class="generated">/&gt;</span></code></xsl:template>
  <xsl:template match="tei:att"><code data-tei="att"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">@</span><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="tei:eg"><pre data-tei="eg"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></pre></xsl:template>
  <xsl:template match="tei:egXML | eg:egXML"><pre data-tei="egXML"><xsl:apply-templates select="@*" mode="m:attributes"/><code><xsl:apply-templates mode="m:code"/></code></pre></xsl:template>

  <xsl:template match="tei:schemaSpec | tei:moduleSpec | tei:moduleRef | tei:elementSpec | tei:classSpec | tei:macroSpec | tei:dataSpec | tei:attDef | tei:attList | tei:attRef | tei:valList | tei:valItem | tei:valDesc | tei:defaultVal
      | tei:constraintSpec | tei:constraintDecl | tei:exemplum | tei:remarks | tei:listRef | tei:classes | tei:memberOf | tei:content | tei:datatype | tei:dataRef | tei:dataFacet | tei:specGrp | tei:specGrpRef | tei:paramList | tei:paramSpec
      | tei:param | tei:model | tei:modelGrp | tei:modelSequence | tei:outputRendition | tei:elementRef | tei:classRef | tei:macroRef | tei:sequence | tei:alternate | tei:anyElement | tei:textNode | tei:empty | tei:altIdent | tei:equiv | tei:constraint">
    <xsl:call-template name="t:facts"/>
  </xsl:template>
  <xsl:template match="tei:p//tei:moduleRef | tei:p//tei:elementRef | tei:p//tei:classRef | tei:p//tei:macroRef | tei:p//tei:dataRef"><code data-tei="{local-name()}" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="@key"/></code></xsl:template>
  <!-- What is specified is named by @ident. -->
  <xsl:template match="tei:elementSpec | tei:classSpec | tei:macroSpec | tei:dataSpec | tei:moduleSpec | tei:schemaSpec | tei:attDef | tei:valItem | tei:constraintSpec | tei:paramSpec" mode="m:label"><xsl:value-of select="b:label(local-name())"/><xsl:text> </xsl:text><xsl:value-of select="@ident"/></xsl:template>
  <!-- Parts of the specification that hold only other parts are parts, with what their attributes say. -->
  <xsl:template match="tei:elementSpec | tei:classSpec | tei:macroSpec | tei:dataSpec | tei:moduleSpec | tei:attDef | tei:valItem | tei:constraintSpec | tei:sequence | tei:alternate | tei:memberOf | tei:elementRef | tei:classRef | tei:macroRef | tei:dataRef
      | tei:moduleRef | tei:schemaSpec | tei:paramSpec | tei:param | tei:model | tei:specGrp | tei:specGrpRef | tei:anyElement | tei:textNode | tei:empty | tei:attRef" mode="m:record" priority="3">
    <div data-tei="{local-name()}" class="part"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><xsl:call-template name="p:said-by-attributes"/><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>
  <!-- Schematron, RELAX NG and whatever else a specification is written in (TD). -->
  <xsl:template match="tei:constraint/* | tei:content/rng:* | tei:datatype/rng:* | tei:equiv/*" mode="m:record" priority="4"><pre><xsl:apply-templates select="." mode="m:code"/></pre></xsl:template>

  <xsl:template match="tei:specList"><ul data-tei="specList"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="p:in-list"/></ul></xsl:template>
  <xsl:template match="tei:specDesc" mode="p:in-list"><li data-tei="specDesc"><xsl:apply-templates select="@*" mode="m:attributes"/><code class="generated"><xsl:value-of select="@key"/><xsl:text> </xsl:text><xsl:value-of select="@atts"/></code></li></xsl:template>
  <xsl:template match="tei:specDesc"><code data-tei="specDesc" class="generated"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:value-of select="@key"/><xsl:text> </xsl:text><xsl:value-of select="@atts"/></code></xsl:template>
</xsl:stylesheet>
