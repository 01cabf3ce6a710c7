"""The subtags of languages and scripts that are registered, as far as a slip of the pen can be told from them.

From the facts of ISO 639-1 and ISO 15924, on which the registry of BCP 47 rests (RFC 5646, section 3). Languages
of three letters are some eight thousand: almost any three letters name one, so nothing can be told.
"""

from __future__ import annotations

from bifolium.validate.survey import names

LANGUAGES = names(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw "
    "ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt "
    "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm "
    "sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
SCRIPTS = names(
    "adlm afak aghb ahom arab aran armi armn avst bali bamu bass batk beng berf bhks blis bopo brah brai bugi buhd "
    "cakm cans cari cham cher chis chrs cirt copt cpmn cprt cyrl cyrs deva diak dogr dsrt dupl egyd egyh egyp elba "
    "elym ethi gara geok geor glag gong gonm goth gran grek gujr gukh guru hanb hang hani hano hans hant hatr hebr "
    "hira hluw hmng hmnp hntl hrkt hung inds ital jamo java jpan jurc kali kana kawi khar khmr khoj kitl kits knda "
    "kore kpel krai kthi lana laoo latf latg latn leke lepc limb lina linb lisu loma lyci lydi mahj maka mand mani "
    "marc maya medf mend merc mero mlym modi mong moon mroo mtei mult mymr nagm nand narb nbat newa nkdb nkgb nkoo "
    "nshu ogam olck onao orkh orya osge osma ougr palm pauc pcun pelm perm phag phli phlp phlv phnx piqd plrd prti "
    "psin ranj rjng rohg roro runr samr sara sarb saur seal sgnw shaw shrd shui sidd sidt sind sinh sogd sogo sora "
    "soyo sund sunu sylo syrc syre syrj syrn tagb takr tale talu taml tang tavt tayo telu teng tfng tglg thaa thai "
    "tibt tirh tnsa todr tols toto tutg ugar vaii visp vith wara wcho wole xpeo xsux yezi yiii zanb zinh zmth zsye "
    "zsym zxxx zyyy zzzz"
)


def unregistered(tag: str) -> str:
    """The part of a well-formed tag that nobody has registered; "" when all is well.

    >>> unregistered("zh-Hasn"), unregistered("xx"), unregistered("grc-Grek-x-byz")
    ('Hasn', 'xx', '')
    """
    first, *rest = tag.split("-")
    if len(first) == 2 and first.lower() not in LANGUAGES:
        return first
    for part in rest:
        if len(part) == 1:  # what follows is an extension, or private
            break
        if len(part) == 4 and part.isalpha():
            private = "qaaa" <= part.lower() <= "qabx"
            return "" if part.lower() in SCRIPTS or private else part
    return ""
