"""Languages in all their spellings become one code."""

import pytest

from media_manager.domain.languages import normalise_language
from media_manager.scanning.name_subtitles import SubtitleName, read_subtitle


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("ENG", "en"),
        ("English", "en"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("français", "fr"),
        ("ger", "de"),
        ("deu", "de"),
        ("pt-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("pob", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("chs", "zh-Hans"),
        ("es-419", "es-419"),
        ("日本語", "ja"),
        ("title", None),
        ("en-title", None),
        ("", None),
    ],
)
def test_every_spelling_of_a_language_has_one_code(text: str, code: str | None) -> None:
    """ISO 639-1, 639-2, BCP 47 and names all lead to the same code, other words to none."""
    assert normalise_language(text) == code


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Film.en.forced", SubtitleName("Film", "en", forced=True)),
        ("Film.hi", SubtitleName("Film", "hi")),
        ("Film.en.hi", SubtitleName("Film", "en", hearing_impaired=True)),
        ("Film.hi.en", SubtitleName("Film", "en", hearing_impaired=True)),
        ("Film.en.sdh.default", SubtitleName("Film", "en", default=True, hearing_impaired=True)),
        ("Film.en.Signs", SubtitleName("Film", "en")),
        ("Film.Part.Two", SubtitleName("Film.Part.Two")),
        ("Dr.No", SubtitleName("Dr.No")),
    ],
)
def test_the_flags_of_a_subtitle_are_read_from_the_end(stem: str, expected: SubtitleName) -> None:
    """Order is free, `hi` beside a language is a flag, and a title's words stay a title."""
    assert read_subtitle(stem) == expected
