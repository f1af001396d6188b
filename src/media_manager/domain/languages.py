"""Language names and codes, read in all their spellings, written in one (BCP 47).

`fre`, `fra`, `French`, `français` and `FR` are all `fr`. A code of two letters is used where ISO
639-1 has one, else the one of three; a region is upper case (`pt-BR`), a script is title case
(`zh-Hant`).
"""

from collections.abc import Iterator
from functools import lru_cache

# code | other codes (ISO 639-2 B and T) | English name | native names and common tags
_TABLE = """
aa|aar|afar|
ab|abk|abkhazian|
af|afr|afrikaans|
ak|aka|akan|
am|amh|amharic|
ar|ara|arabic|العربية
as|asm|assamese|
az|aze|azerbaijani|azeri
ba|bak|bashkir|
be|bel|belarusian|беларуская
bg|bul|bulgarian|bgaudio български
bn|ben|bengali|bangla
bo|tib bod|tibetan|
br|bre|breton|brezhoneg
bs|bos|bosnian|bosanski
ca|cat|catalan|català
ce|che|chechen|
co|cos|corsican|
cs|cze ces|czech|čeština cesky česky
cy|wel cym|welsh|cymraeg
da|dan|danish|dansk
de|ger deu|german|deutsch
dz|dzo|dzongkha|
el|gre ell|greek|ελληνικά
en|eng|english|
eo|epo|esperanto|
es|spa esp|spanish|español espanol castellano castilian
et|est|estonian|eesti
eu|baq eus|basque|euskara
fa|per fas|persian|farsi
fi|fin|finnish|suomi
fil||filipino|
fo|fao|faroese|
fr|fre fra vff vfq|french|français francais truefrench
fy|fry|frisian|
ga|gle|irish|gaeilge
gd|gla|gaelic|
gl|glg|galician|galego
gn|grn|guarani|
gsw||swissgerman|schweizerdeutsch
gu|guj|gujarati|
ha|hau|hausa|
haw||hawaiian|
he|heb|hebrew|hebdub עברית
hi|hin|hindi|
hr|hrv scr|croatian|hrvatski
ht|hat|haitian|
hu|hun|hungarian|magyar hundub
hy|arm hye|armenian|
id|ind|indonesian|
ig|ibo|igbo|
is|ice isl|icelandic|íslenska
it|ita|italian|italiano
iu|iku|inuktitut|
ja|jpn jap|japanese|日本語 日语
jv|jav|javanese|
ka|geo kat|georgian|
kk|kaz|kazakh|
km|khm|khmer|
kn|kan|kannada|
ko|kor|korean|한국어 韩语
ku|kur|kurdish|
ky|kir|kyrgyz|
la|lat|latin|
lb|ltz|luxembourgish|
lo|lao|lao|
lt|lit|lithuanian|lietuvių
lv|lav|latvian|latviešu
mg|mlg|malagasy|
mi|mao mri|maori|
mk|mac mkd|macedonian|
ml|mal|malayalam|
mn|mon|mongolian|
mr|mar|marathi|
ms|may msa|malay|
mt|mlt|maltese|
my|bur mya|burmese|
nb|nob|bokmal|bokmål
ne|nep|nepali|
nl|dut nld|dutch|nederlands flemish
nn|nno|nynorsk|
no|nor|norwegian|norsk
oc|oci|occitan|
or|ori|oriya|odia
pa|pan|punjabi|
pl|pol|polish|polski pldub dubpl pllek lekpl
ps|pus|pashto|
pt|por|portuguese|português portugues
pt-BR|pob|brazilian|dublado brazilianportuguese
qu|que|quechua|
rm|roh|romansh|
ro|rum ron|romanian|română rodubbed
ru|rus|russian|русский
sa|san|sanskrit|
sd|snd|sindhi|
se|sme|sami|
si|sin|sinhala|sinhalese
sk|slo slk|slovak|slovenčina
sl|slv|slovenian|slovene slovenščina
so|som|somali|
sq|alb sqi|albanian|shqip
sr|srp scc|serbian|srpski српски
su|sun|sundanese|
sv|swe|swedish|svenska
sw|swa|swahili|
ta|tam|tamil|
te|tel|telugu|
tg|tgk|tajik|
th|tha|thai|ไทย
ti|tir|tigrinya|
tk|tuk|turkmen|
tl|tgl|tagalog|
tr|tur|turkish|türkçe turkce
tt|tat|tatar|
ug|uig|uyghur|
uk|ukr|ukrainian|українська
ur|urd|urdu|
uz|uzb|uzbek|
vi|vie|vietnamese|tiếngviệt
wo|wol|wolof|
xh|xho|xhosa|
yi|yid|yiddish|
yo|yor|yoruba|
yue||cantonese|粤语
zh|chi zho|chinese|中文 mandarin 国语 國語
zh-Hans|chs zhs|simplified|简体 简体中文 simplifiedchinese
zh-Hant|cht zht|traditional|繁體 繁體中文 traditionalchinese
zu|zul|zulu|
"""

_REGION_TABLE = """
AE AR AT AU BE BG BO BR CA CH CL CN CO CR CZ DE DK DO EC EE EG ES FI FR GB GR GT HK HN HR
HU ID IE IL IN IR IS IT JP KR LT LU LV MA MX MY NI NL NO NZ PA PE PH PK PL PR PT PY RO RS
RU SA SE SG SI SK SV TH TR TW UA UK US UY VE VN ZA 419
"""
_REGIONS = frozenset(_REGION_TABLE.split())
_SCRIPTS = frozenset({"hans", "hant", "latn", "cyrl", "arab", "deva"})
_MIN_NAME = 4


def _rows() -> Iterator[tuple[str, list[str], list[str]]]:
    for line in _TABLE.strip().splitlines():
        code, others, name, native = line.split("|")
        yield code, [code.lower(), *others.split()], [name, *native.split()]


_CODES = {key: code for code, codes, _ in _rows() for key in codes}
_NAMES = {key.casefold(): code for code, _, names in _rows() for key in names}
_SPELLINGS = {**_NAMES, **_CODES}


@lru_cache(maxsize=4096)
def normalise_language(text: str) -> str | None:
    """Return the code for a language code, tag or name, or None if it is not one."""
    lowered = text.casefold().replace("_", "-")
    found = _SPELLINGS.get(lowered)
    if found is not None or "-" not in lowered:
        return found
    base, rest = lowered.split("-", 1)
    code = _CODES.get(base) or _NAMES.get(base)
    if code is None:
        return None
    if rest in _SCRIPTS:
        return f"{code}-{rest.title()}"
    if rest.upper() in _REGIONS:
        return f"{code}-{rest.upper()}"
    return None


def find_language_by_name(word: str) -> str | None:
    """Return the code for a language that is spelled out (`French`), never for a bare code."""
    return _NAMES.get(word.casefold()) if len(word) >= _MIN_NAME or not word.isascii() else None


def find_language_by_long_code(word: str) -> str | None:
    """Return the code for a code of three letters (`fre`); two letters are too often words."""
    return _CODES.get(word.casefold()) if len(word) == len("fre") else None


def language_codes(prefix: str) -> frozenset[str]:
    """Return the codes of the languages one of whose names begins so: `ger` may become German."""
    lowered = prefix.casefold()
    return frozenset(code for name, code in _NAMES.items() if lowered and name.startswith(lowered))


def language_names() -> tuple[str, ...]:
    """Return every name of a language that is known, in lower case."""
    return tuple(_NAMES)


def language_spellings(code: str) -> tuple[str, ...]:
    """Return every way, in lower case, in which a file may name the language of a code."""
    return tuple(dict.fromkeys((code.lower(), *(k for k, v in _SPELLINGS.items() if v == code))))
