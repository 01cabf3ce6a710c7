<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p">
  <!-- Transcribed speech (TS), and posts of computer-mediated communication (CMC): who speaks stands before what is said. -->
  <xsl:template match="tei:u | tei:post"><div data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@who" mode="m:speaker"/><xsl:apply-templates select="@when" mode="p:moment"/><xsl:apply-templates select="@trans" mode="p:transition"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="@when" mode="p:moment"><span class="generated when"><xsl:value-of select="."/></span><xsl:text> </xsl:text></xsl:template>
  <!-- It follows at once, or begins while another still speaks (TS-u). -->
  <xsl:template match="@trans" mode="p:transition"/>
  <xsl:template match="@trans[b:has(concat('element.trans-', .))]" mode="p:transition"><span class="generated sign">[<xsl:value-of select="b:word(concat('element.trans-', .))"/>] </span></xsl:template>
  <xsl:template match="tei:annotationBlock"><div data-tei="annotationBlock"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></div></xsl:template>

  <!-- What is heard besides words (TS-other): what kind of thing, how long, by whom. -->
  <xsl:template match="tei:pause"><span data-tei="pause" class="generated sign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="b:label('pause')"/><xsl:apply-templates select="@dur | @type" mode="p:length"/>]</span></xsl:template>
  <xsl:template match="@*" mode="p:length"><xsl:text> </xsl:text><xsl:value-of select="."/></xsl:template>
  <xsl:template match="@dur[starts-with(., 'PT') and contains(., 'S') and not(contains(., 'M') or contains(., 'H'))]" mode="p:length"><xsl:text> </xsl:text><xsl:value-of select="translate(., 'PTS', '')"/> s</xsl:template>
  <xsl:template match="tei:vocal | tei:kinesic | tei:incident | tei:writing">
    <span data-tei="{local-name()}" class="stage"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated">[</span><xsl:apply-templates/><span class="generated">]</span></span>
  </xsl:template>
  <xsl:template match="tei:vocal[not(node())] | tei:kinesic[not(node())] | tei:incident[not(node())] | tei:writing[not(node())]">
    <span data-tei="{local-name()}" class="generated sign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="b:label(local-name())"/><xsl:apply-templates select="@type" mode="p:length"/>]</span>
  </xsl:template>
  <xsl:template match="tei:shift"><span data-tei="shift" class="generated sign"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:text>[</xsl:text><xsl:value-of select="@feature"/><xsl:text> </xsl:text><xsl:value-of select="@new"/>]</span></xsl:template>

  <!-- How the recording was made is told in the header; in a text too it is a set of facts. -->
  <xsl:template match="tei:recordingStmt | tei:recording | tei:scriptStmt | tei:broadcast | tei:equipment | tei:transcriptionDesc"><xsl:call-template name="t:facts"/></xsl:template>
</xsl:stylesheet>
