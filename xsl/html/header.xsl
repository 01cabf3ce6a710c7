<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" xmlns:eg="http://www.tei-c.org/ns/Examples"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p eg">
  <!-- The TEI Header and the stand-off annotation (HD, SA) as the record: every statement under its name. -->
  <xsl:variable name="t:lang" select="b:word('lang')"/>
  <xsl:template match="*" mode="m:record-of"/>
  <xsl:template match="tei:TEI | tei:teiCorpus" mode="m:record-of"><xsl:apply-templates select="tei:teiHeader | tei:standOff | tei:TEI | tei:teiCorpus" mode="m:record-of"/></xsl:template>
  <xsl:template match="tei:teiHeader | tei:standOff" mode="m:record-of">
    <div class="record" data-tei="{local-name()}"><xsl:call-template name="t:unit"/><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>
  <!-- A file that is a header or annotation and nothing else has no text; one inside a text is shown there. -->
  <xsl:template match="/tei:teiHeader | /tei:standOff" priority="1"/>
  <xsl:template match="tei:teiHeader | tei:standOff"><div class="record" data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:record"/></div></xsl:template>
  <!-- Any other part of a header that stands in a text, or alone in a file. -->
  <xsl:template match="tei:fileDesc | tei:titleStmt | tei:editionStmt | tei:publicationStmt | tei:seriesStmt | tei:notesStmt | tei:sourceDesc | tei:biblFull | tei:encodingDesc | tei:projectDesc | tei:samplingDecl | tei:editorialDecl | tei:correction
      | tei:normalization | tei:quotation | tei:hyphenation | tei:segmentation | tei:stdVals | tei:interpretation | tei:punctuation | tei:tagsDecl | tei:namespace | tei:tagUsage | tei:rendition | tei:styleDefDecl | tei:refsDecl | tei:citeStructure
      | tei:citeData | tei:cRefPattern | tei:refState | tei:listPrefixDef | tei:prefixDef | tei:classDecl | tei:taxonomy | tei:catDesc | tei:geoDecl | tei:unitDecl | tei:unitDef | tei:conversion | tei:appInfo | tei:application
      | tei:schemaRef | tei:profileDesc | tei:creation | tei:langUsage | tei:language | tei:textClass | tei:keywords | tei:classCode | tei:catRef | tei:calendarDesc | tei:calendar | tei:correspDesc | tei:correspAction | tei:correspContext
      | tei:abstract | tei:handNotes | tei:handNote | tei:scriptNote | tei:listChange | tei:change | tei:revisionDesc | tei:availability">
    <xsl:call-template name="t:facts"/>
  </xsl:template>
  <xsl:template match="tei:authority | tei:distributor | tei:edition | tei:extent | tei:funder | tei:idno | tei:licence | tei:principal | tei:sponsor"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates/></span></xsl:template>

  <!-- A statement that holds statements is a section; its heading is the name of the element in the reader's language. -->
  <xsl:template match="*" mode="m:record">
    <xsl:choose>
      <!-- A statement with words of its own is a line: name, words, and what only an attribute says. -->
      <xsl:when test="not(*) or text()[normalize-space()]">
        <div data-tei="{local-name()}" class="statement"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><div class="words"><xsl:apply-templates mode="m:record-words"/><xsl:call-template name="p:said-by-attributes"/></div></div>
      </xsl:when>
      <xsl:otherwise><div data-tei="{local-name()}" class="part"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><xsl:call-template name="p:said-by-attributes"/><xsl:apply-templates mode="m:record"/></div></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- What is there only as a form to be filled in says nothing. -->
  <xsl:template match="*[not(normalize-space()) and not(descendant-or-self::*/@*[name() != 'xml:lang' and not(namespace-uri() = 'https://bifolium.org/ns')]) and not(self::tei:then or self::tei:iff or self::tei:default or self::tei:empty or self::tei:textNode or self::tei:content)]" mode="m:record" priority="1.5"/>
  <!-- Words that refer to something are the link. -->
  <xsl:template match="*[@ref and not(*) and normalize-space()]" mode="m:record">
    <div data-tei="{local-name()}" class="statement"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><div class="words"><a class="name" href="{b:href(@ref)}"><xsl:apply-templates mode="m:record-words"/></a><xsl:apply-templates select="@*[name() != 'ref']" mode="p:said"/></div></div>
  </xsl:template>
  <!-- A fact in a few parts is one line: its parts follow one another, those of a name without commas. -->
  <xsl:template match="tei:person/*[*] | tei:personGrp/*[*] | tei:place/*[*] | tei:org/*[*] | tei:event/*[*] | tei:creation[*] | tei:correspAction/*[*] | tei:author[*] | tei:editor[*] | tei:respStmt | tei:funder[*] | tei:publisher[*] | tei:pubPlace[*] | tei:address | tei:setting/*[*] | tei:principal[*]" mode="m:record" priority="0.6">
    <div data-tei="{local-name()}" class="statement"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><div class="words"><xsl:apply-templates mode="m:listed"/><xsl:call-template name="p:said-by-attributes"/></div></div>
  </xsl:template>
  <xsl:template match="*" mode="m:listed"><xsl:apply-templates select="."/><xsl:apply-templates select="@*" mode="p:said"/><xsl:apply-templates select="." mode="p:parted"/></xsl:template>
  <xsl:template match="*[*]" mode="m:listed" priority="0.6"><span data-tei="{local-name()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:listed"/></span><xsl:apply-templates select="@*" mode="p:said"/><xsl:apply-templates select="." mode="p:parted"/></xsl:template>
  <xsl:template match="*[text()[normalize-space()]] | *[@ref] | tei:p | tei:list | tei:note | tei:ab" mode="m:listed" priority="1"><xsl:apply-templates select="."/><xsl:apply-templates select="." mode="p:parted"/></xsl:template>
  <xsl:template match="text()" mode="m:listed"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="*" mode="p:parted"><xsl:if test="following-sibling::*[1] and not(following-sibling::text()[1][normalize-space()])"><span class="generated">,</span><xsl:text> </xsl:text></xsl:if></xsl:template>
  <xsl:template match="tei:forename | tei:surname | tei:nameLink | tei:roleName | tei:addName | tei:genName | tei:resp" mode="p:parted" priority="1"><xsl:text> </xsl:text></xsl:template>
  <!-- A category is what its description says, and those below it (HD-classification). -->
  <xsl:template match="tei:category[tei:catDesc]" mode="m:record"><div data-tei="category" class="part category"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates mode="p:category"/></div></xsl:template>
  <xsl:template match="tei:category"><div data-tei="category" class="facts category"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="@n" mode="m:number"/><xsl:apply-templates mode="p:category"/></div></xsl:template>
  <xsl:template match="text()" mode="p:category"><xsl:apply-templates select="." mode="m:record"/></xsl:template>
  <xsl:template match="*" mode="p:category"><xsl:apply-templates select="." mode="m:record"/></xsl:template>
  <xsl:template match="tei:catDesc" mode="p:category"><div data-tei="catDesc"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:listed"/></div></xsl:template>
  <xsl:template match="tei:fileDesc | tei:encodingDesc | tei:profileDesc | tei:revisionDesc | tei:sourceDesc | tei:standOff/*" mode="m:record">
    <div data-tei="{local-name()}" class="part"><xsl:apply-templates select="@*" mode="m:attributes"/><h2 class="generated" lang="{$t:lang}"><xsl:value-of select="b:label(local-name())"/></h2><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>

  <!-- Paragraphs, lists, tables and figures are as in the text. -->
  <xsl:template match="tei:p | tei:ab | tei:list | tei:table | tei:figure | tei:head | tei:egXML | eg:egXML | tei:eg | tei:listBibl | tei:lg | tei:l | tei:quote | tei:cit | tei:floatingText | tei:fs | tei:graph | tei:tree | tei:eTree
      | tei:timeline | tei:div | tei:div1 | tei:div2 | tei:specList | tei:formula | tei:app | tei:listApp | tei:listWit | tei:sp | tei:u | tei:facsimile | tei:text | tei:graphic | tei:media | tei:entry" mode="m:record" priority="2"><xsl:apply-templates select="."/></xsl:template>
  <xsl:template match="tei:xenoData"><xsl:apply-templates select="." mode="m:record"/></xsl:template>
  <xsl:template match="tei:xenoData" mode="m:record" priority="3"><div data-tei="xenoData" class="part"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:call-template name="p:record-label"/><pre><xsl:apply-templates mode="m:code"/></pre></div></xsl:template>
  <!-- A note that stands off the text and speaks of a passage in it stands there (`fragments`). -->
  <xsl:template match="tei:standOff//tei:note[@target]" mode="m:record" priority="3"><xsl:if test="not(b:there(@target)/ancestor::tei:text)"><xsl:apply-templates select="."/></xsl:if></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="m:record"/>
  <xsl:template match="text()" mode="m:record"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="node()" mode="m:record-words"><xsl:apply-templates select="."/></xsl:template>

  <!-- The same in the middle of a text: a set of facts under one name, unless it has a heading of its own. -->
  <xsl:template name="t:facts">
    <div data-tei="{local-name()}" class="facts"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:if test="not(tei:head)"><xsl:call-template name="p:record-label"/></xsl:if><xsl:call-template name="p:said-by-attributes"/><xsl:apply-templates mode="m:record"/></div>
  </xsl:template>

  <xsl:template name="p:record-label"><span class="generated label" lang="{$t:lang}"><xsl:apply-templates select="." mode="m:label"/><xsl:if test="@type"> (<xsl:value-of select="@type"/>)</xsl:if></span><xsl:text> </xsl:text></xsl:template>

  <xsl:template match="*" mode="m:label"><xsl:value-of select="b:label(local-name())"/></xsl:template>
  <!-- Under a person, "name" says enough. -->
  <xsl:template match="tei:person/tei:persName | tei:personGrp/tei:persName | tei:persona/tei:persName | tei:place/tei:placeName | tei:place/tei:geogName | tei:org/tei:orgName | tei:event/tei:eventName | tei:objectIdentifier/tei:objectName" mode="m:label"><xsl:value-of select="b:label('name')"/></xsl:template>

  <!-- A date, a number or an address that stands only in an attribute is part of what the header says. -->
  <xsl:template name="p:said-by-attributes"><xsl:apply-templates select="@*" mode="p:said"/></xsl:template>
  <xsl:template match="@*" mode="p:said"/>
  <xsl:template match="@when | @notBefore | @notAfter | @from | @to | @when-iso | @notBefore-iso | @notAfter-iso | @from-iso | @to-iso | @when-custom | @ident | @n | @quantity | @unit | @extent | @atLeast | @atMost | @min | @max | @dur
      | @key | @url | @mainLang | @otherLangs | @value | @usage | @level | @status | @scheme | @version | @name | @gi | @occurs | @matchPattern | @replacementPattern | @match | @use | @delim | @method | @marks | @mode | @module
      | @minOccurs | @maxOccurs | @selector | @code | @tag | @material | @form | @columns | @writtenLines | @ruledLines | @script | @medium | @scope | @defective | @formula | @fromUnit | @toUnit | @datum | @feature | @output | @predicate | @behaviour" mode="p:said">
    <xsl:if test="not(contains(concat(' ', normalize-space(..), ' '), concat(' ', ., ' ')))"><span class="generated said"><xsl:text> </xsl:text><span class="attribute"><xsl:value-of select="b:label(concat('@', local-name()))"/></span><xsl:text> </xsl:text><xsl:value-of select="."/></span></xsl:if>
  </xsl:template>
  <!-- What a pointer names is said, wherever it stands: here, or in a list of the edition. -->
  <xsl:template match="@scheme[contains(., '#')] | @calendar[contains(., '#')] | @period[contains(., '#')] | @ana[contains(., '#')] | @source[contains(., '#')] | @decls[contains(., '#')] | @scribeRef[contains(., '#')]" mode="p:said" priority="1">
    <span class="generated said"><xsl:text> </xsl:text><span class="attribute"><xsl:value-of select="b:label(concat('@', local-name()))"/></span><xsl:text> </xsl:text><xsl:apply-templates select="." mode="p:parties"/></span>
  </xsl:template>
  <xsl:template match="@target | @ref" mode="p:said">
    <xsl:if test="not(parent::tei:ref or parent::tei:persName or parent::tei:placeName or parent::tei:orgName or parent::tei:name or parent::tei:note)">
      <xsl:variable name="href" select="b:href(.)"/>
      <xsl:if test="$href != '' or not(../node())"><xsl:text> </xsl:text><a class="generated said" href="{$href}"><xsl:call-template name="t:pointed"><xsl:with-param name="pointer" select="."/></xsl:call-template></a></xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- Links have no words; the pages show them where they lead. -->
  <xsl:template match="tei:linkGrp | tei:link" mode="m:record" priority="3"><xsl:apply-templates select="tei:desc | tei:head | tei:ptr"/></xsl:template>
</xsl:stylesheet>
