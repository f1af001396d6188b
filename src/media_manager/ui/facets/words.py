"""What the facets and their values are called in the window."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale

from media_manager.domain.facets import Facet, FacetLine, field_name
from media_manager.ui.field_words import choice_word

translate = QCoreApplication.translate

_CODE_LENGTHS = (2, 3)
_BEST = "10"


def sections() -> tuple[tuple[Facet, str], ...]:
    """Return the facets in their order, with their titles."""
    return (
        (Facet.GENRE, translate("Facets", "Genre")),
        (Facet.DECADE, translate("Facets", "Decade")),
        (Facet.YEAR, translate("Facets", "Year")),
        (Facet.TYPE, translate("Facets", "Kind")),
        (Facet.STATE, translate("Facets", "Watched")),
        (Facet.RATING, translate("Facets", "Rating")),
        (Facet.PERSON, translate("Facets", "Person")),
        (Facet.TAG, translate("Facets", "Tag")),
        (Facet.STUDIO, translate("Facets", "Studio")),
        (Facet.COUNTRY, translate("Facets", "Country")),
        (Facet.RESOLUTION, translate("Facets", "Resolution")),
        (Facet.HDR, translate("Facets", "HDR")),
        (Facet.CODEC, translate("Facets", "Video format")),
        (Facet.LANGUAGE, translate("Facets", "Language of the sound")),
        (Facet.LIBRARY, translate("Facets", "Library")),
        (Facet.MISSING, translate("Facets", "Missing")),
    )


def in_words(facet: Facet, line: FacetLine) -> FacetLine:
    """Return a line with the label that the window shows."""
    match facet:
        case Facet.LANGUAGE:
            label = language_word(line.label)
        case Facet.RATING:
            label = rating_word(line.label)
        case Facet.DECADE | Facet.YEAR | Facet.PERSON | Facet.GENRE | Facet.TAG:
            return line
        case Facet.MISSING:
            label = choice_word("missing", line.label)
            label = label[:1].upper() + label[1:]
        case _:
            label = choice_word(field_name(facet), line.label)
    return line if label == line.label else replace(line, label=label)


def rating_word(points: str) -> str:
    """Return the ratings that full points stand for: `8` holds everything up to 8.9."""
    if points == _BEST:
        return points
    return f"{points}–{QLocale().toString(int(points) + 0.9, 'f', 1)}"


def language_word(code: str) -> str:
    """Return the name of a language; a code that nobody knows stays as it is."""
    if len(code) not in _CODE_LENGTHS or not code.isascii():
        return code
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    return QLocale.languageToString(language)
