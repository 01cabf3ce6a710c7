<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:tei="http://www.tei-c.org/ns/1.0" xmlns:b="https://bifolium.org/ns" xmlns:math="http://www.w3.org/1998/Math/MathML" xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:m="https://bifolium.org/ns/mode" xmlns:t="https://bifolium.org/ns/template" xmlns:p="https://bifolium.org/ns/private"
    exclude-result-prefixes="tei b m t p math svg">
  <!-- Other vocabularies in TEI. MathML and SVG are shown as themselves, made safe: what is not in the lists below loses
       its element but not its text. Everything else is shown transparently under its own name. -->
  <xsl:template match="*" mode="m:foreign">
    <xsl:choose>
      <!-- Ruby in a project's own namespace, as HTML and EPUB have it, with the brackets for those who have no ruby. -->
      <xsl:when test="local-name() = 'ruby'"><ruby data-tei="ruby"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates mode="m:ruby"/></ruby></xsl:when>
      <!-- A word written at several levels: each but the first is told apart by its name. -->
      <xsl:when test="parent::tei:w and preceding-sibling::*[1]"><span data-tei="{local-name()}" class="level" data-namespace="{namespace-uri()}"><xsl:apply-templates select="@*" mode="m:attributes"/><span class="generated label">[<xsl:value-of select="local-name()"/><xsl:text> </xsl:text></span><xsl:apply-templates/><span class="generated">]</span></span></xsl:when>
      <xsl:otherwise>
        <span data-tei="{local-name()}" data-namespace="{namespace-uri()}"><xsl:apply-templates select="@*" mode="m:attributes"/><xsl:apply-templates select="parent::tei:*" mode="p:nameless"><xsl:with-param name="name" select="name()"/><xsl:with-param name="words" select="normalize-space()"/></xsl:apply-templates><xsl:apply-templates/></span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- Music and other data without a word of text: at least its name (FT-notatedMusic). -->
  <xsl:template match="*" mode="p:nameless">
    <xsl:param name="name"/><xsl:param name="words"/>
    <xsl:if test="$words = ''"><span class="generated">[<xsl:value-of select="$name"/>]</span></xsl:if>
  </xsl:template>

  <!-- MathML (FT-formulae): presentation elements as they are; what we do not know is a row, or text. -->
  <xsl:template match="math:*" mode="m:foreign"><mrow><xsl:apply-templates mode="p:math"/></mrow></xsl:template>
  <xsl:template match="math:math" mode="m:foreign" priority="1"><math data-tei="math"><xsl:apply-templates select="@*" mode="p:math"/><xsl:apply-templates mode="p:math"/></math></xsl:template>
  <xsl:template match="*" mode="p:math"><mrow><xsl:apply-templates mode="p:math"/></mrow></xsl:template>
  <xsl:template match="*[text()[normalize-space()]]" mode="p:math"><mtext><xsl:value-of select="."/></mtext></xsl:template>
  <xsl:template match="math:mrow | math:mfrac | math:msqrt | math:mroot | math:mstyle | math:merror | math:mpadded | math:mphantom | math:msub | math:msup | math:msubsup
      | math:munder | math:mover | math:munderover | math:mmultiscripts | math:mprescripts | math:mtable | math:mtr | math:mtd | math:semantics | math:none | math:mspace" mode="p:math" priority="1">
    <xsl:element name="{local-name()}"><xsl:apply-templates select="@*" mode="p:math"/><xsl:apply-templates mode="p:math"/></xsl:element>
  </xsl:template>
  <xsl:template match="math:mi | math:mn | math:mo | math:ms | math:mtext | math:annotation" mode="p:math" priority="1">
    <xsl:element name="{local-name()}"><xsl:apply-templates select="@*" mode="p:math"/><xsl:value-of select="."/></xsl:element>
  </xsl:template>
  <xsl:template match="math:annotation-xml" mode="p:math" priority="1"><annotation><xsl:value-of select="."/></annotation></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="p:math"/>
  <xsl:template match="@*" mode="p:math"/>
  <xsl:template match="@display | @mathvariant | @stretchy | @fence | @separator | @form | @accent | @accentunder | @displaystyle | @scriptlevel | @linethickness
      | @columnalign | @rowalign | @columnspan | @rowspan | @lspace | @rspace | @width | @height | @depth" mode="p:math"><xsl:attribute name="{local-name()}"><xsl:value-of select="."/></xsl:attribute></xsl:template>

  <!-- SVG: shapes and words. No script, style, link, picture from elsewhere, or ids; what leads out is not followed. -->
  <xsl:template match="svg:*" mode="m:foreign"><svg data-tei="{local-name()}" class="svg"><xsl:apply-templates select="." mode="p:svg"/></svg></xsl:template>
  <xsl:template match="svg:svg" mode="m:foreign" priority="1"><svg data-tei="svg" class="svg"><xsl:apply-templates select="@*" mode="p:svg"/><xsl:apply-templates mode="p:svg"/></svg></xsl:template>
  <xsl:template match="*" mode="p:svg"><g><xsl:apply-templates mode="p:svg"/></g></xsl:template>
  <!-- Text that no shape may hold is kept, unseen. -->
  <xsl:template match="*[text()[normalize-space()]]" mode="p:svg"><desc><xsl:value-of select="."/></desc></xsl:template>
  <xsl:template match="svg:foreignObject" mode="p:svg" priority="1"><text><xsl:apply-templates select="@*" mode="p:svg"/><xsl:value-of select="."/></text></xsl:template>
  <xsl:template match="svg:g | svg:svg | svg:path | svg:rect | svg:circle | svg:ellipse | svg:line | svg:polyline | svg:polygon | svg:text | svg:tspan | svg:title | svg:desc" mode="p:svg" priority="1">
    <xsl:element name="{local-name()}"><xsl:apply-templates select="@*" mode="p:svg"/><xsl:apply-templates mode="p:svg"/></xsl:element>
  </xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="p:svg"/>
  <xsl:template match="text()" mode="p:svg"><xsl:if test="normalize-space()"><xsl:value-of select="."/></xsl:if></xsl:template>
  <xsl:template match="@*" mode="p:svg"/>
  <xsl:template match="@x | @y | @x1 | @y1 | @x2 | @y2 | @cx | @cy | @r | @rx | @ry | @d | @points | @dx | @dy | @rotate | @width | @height | @viewBox | @preserveAspectRatio | @transform
      | @fill | @fill-opacity | @fill-rule | @stroke | @stroke-width | @stroke-linecap | @stroke-linejoin | @stroke-dasharray | @stroke-opacity | @opacity
      | @font-size | @font-family | @font-weight | @font-style | @text-anchor | @dominant-baseline | @letter-spacing" mode="p:svg"><xsl:attribute name="{local-name()}"><xsl:value-of select="."/></xsl:attribute></xsl:template>
  <xsl:template match="@fill[contains(., 'url')] | @stroke[contains(., 'url')]" mode="p:svg" priority="1"><xsl:attribute name="{local-name()}">none</xsl:attribute></xsl:template>

  <!-- Markup that is the subject, not the means, is shown with its tags (TD-egXML). The tags are ours, the text is the source's. -->
  <xsl:template match="*" mode="m:code">
    <span class="generated tag">&lt;<xsl:value-of select="name()"/><xsl:apply-templates select="@*" mode="m:code"/><xsl:if test="not(node())">/</xsl:if>&gt;</span>
    <xsl:if test="node()"><xsl:apply-templates mode="m:code"/><span class="generated tag">&lt;/<xsl:value-of select="name()"/>&gt;</span></xsl:if>
  </xsl:template>
  <xsl:template match="@*" mode="m:code"><xsl:text> </xsl:text><xsl:value-of select="name()"/>="<xsl:value-of select="."/>"</xsl:template>
  <xsl:template match="@b:*" mode="m:code"/>
  <xsl:template match="comment()" mode="m:code"><span class="generated tag">&lt;!--<xsl:value-of select="."/>--&gt;</span></xsl:template>
  <xsl:template match="processing-instruction()" mode="m:code"><span class="generated tag">&lt;?<xsl:value-of select="name()"/><xsl:text> </xsl:text><xsl:value-of select="."/>?&gt;</span></xsl:template>
</xsl:stylesheet>
