"""The same word in ten scripts: what is typed finds what is written, and lists are in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_manager.domain.naming import fold, query_terms, search_text, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The MATRIX", "the matrix"),
        ("Amélie", "amelie"),
        ("Ame\u0301lie", "amelie"),
        ("Smørrebrød", "smorrebrod"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Æon Flux", "aeon flux"),
        ("Cœur", "coeur"),
        ("İstanbul ısı", "istanbul isi"),
        ("Þór", "thor"),
        ("l’Avventura", "l'avventura"),
        ("Ωδή", "ωδη"),
        ("Ёлки", "елки"),
        ("ﬁlm Ⅳ ①", "film iv 1"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("שָׁלוֹם", "שלום"),
        ("كِتَاب", "كتاب"),
        ("हिन्दी", "हिन्दी"),
        ("กำลัง", "กําลัง"),
        ("パプリカ", "パプリカ"),
        ("ﾊﾟﾌﾟﾘｶ", "パプリカ"),
        ("기생충", "기생충"),
        ("千と千尋", "千と千尋"),
    ],
)
def test_case_and_accents_are_folded_letters_are_kept(text: str, folded: str) -> None:
    """Accents go; what makes another letter stays: nukta, voicing marks, virama."""
    assert fold(text) == folded


# Title, and what people type to find it.
FOUND = {
    "Spider-Man: Far from Home": [
        "spider",
        "man",
        "spiderman",
        "spider-man",
        "SPIDER-MAN far",
        "home",
    ],
    "WALL·E": ["walle", "wall", "wall-e", "wall·e"],
    "Ocean's Eleven": ["ocean", "oceans", "ocean's", "ocean’s", "eleven"],
    "The.Office.US_s01": ["office", "us", "s01", "theofficeuss01"],
    "Le Fabuleux Destin d'Amélie Poulain": ["amelie", "AMÉLIE", "destin d'amélie", "d'amelie"],
    "Æon Flux": ["aeon", "æon"],
    "Straßenbahn": ["strasse", "straße"],
    "Ирония судьбы": ["ирония", "СУДЬБЫ", "ирон"],
    "Ωδή στη χαρά": ["ωδη", "ΧΑΡΆ"],
    "שלום עולם": ["שלום", "עולם"],
    "كِتَاب الرمال": ["كتاب", "الرمال"],
    "हिन्दी मीडियम": ["हिन्दी", "मीडियम"],
    "千と千尋の神隠し": ["千", "千尋", "神隠し", "し", "千と千尋の神隠し"],
    "基生虫 Parasite 기생충": ["基生", "生虫", "虫", "parasite", "기생충", "기생"],
    "กำลังวันหยุด": ["กำลัง", "วันหยุด"],
    "となりのトトロ": ["トトロ", "となり", "ﾄﾄﾛ"],
    "2001: A Space Odyssey": ["2001", "space", "200"],
    "AC/DC & Friends": ["acdc", "ac", "dc", "friends"],
}


def finds(typed: str, title: str) -> bool:
    """Do what the index does: every term is words side by side, the last one a beginning."""
    words = search_text(title).split()
    return all(_stands_in(term.split(), words) for term in query_terms(typed))


def _stands_in(term: list[str], words: list[str]) -> bool:
    *whole, last = term
    places = range(len(words) - len(whole))
    return any(
        words[at : at + len(whole)] == whole and words[at + len(whole)].startswith(last)
        for at in places
    )


@pytest.mark.parametrize("title", FOUND)
def test_what_people_type_finds_the_title(title: str) -> None:
    """In ten scripts, with and without accents, hyphens, apostrophes and spaces."""
    assert [typed for typed in FOUND[title] if not finds(typed, title)] == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [("神千", "千と千尋の神隠し"), ("man spiders", "Spider-Man"), ("atrix", "Matrix")],
)
def test_what_is_not_there_is_not_found(typed: str, title: str) -> None:
    """Pairs in another order, other words, and the inside of a word."""
    assert not finds(typed, title)


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_a_title_is_found_by_itself(title: str) -> None:
    """Whatever it is written in; terms hold neither quotes nor anything the index cuts at."""
    terms = query_terms(title)
    assert finds(title, title)
    assert all('"' not in term and "_" not in term and "\0" not in term for term in terms)
    assert fold(fold(title)) == fold(title)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Alien", "The Apartment", "A Beautiful Mind", "The Matrix", "Theodora"]),
        (None, ["Alien", "An Education", "The Matrix"]),
        ("de", ["Das Boot", "Der Untergang", "Die Welle"]),
        ("fr", ["L'Avventura", "Les Choristes", "La Haine", "Le Samouraï"]),
        ("es", ["El Laberinto", "La Llorona", "Los olvidados"]),
        ("fr-CA", ["La Bolduc", "Le Confessionnal"]),
        ("en", ["2 Fast", "12 Monkeys", "101 Dalmatians", "1917", "Alien", "Alien 2", "Alien 10"]),
        ("en", ["9", "009 2", "10"]),
        ("ru", ["Брат", "Брат 2", "Ёлки", "Ирония"]),
        ("el", ["Άλφα", "Βήτα"]),
        ("he", ["אבא", "בית"]),
        ("ar", ["ألف", "باب"]),
        ("hi", ["अंगूर", "दंगल"]),
        ("th", ["กำลัง", "วัน"]),
        ("ja", ["あ", "い", "ア", "イ"]),
        ("ko", ["가", "나"]),
        ("zh", ["一", "二"]),
        ("en", ["Éa", "Eb", "Ec"]),
        ("en", ["...And Justice", "Bus", "¡Three Amigos!"]),
    ],
)  # fmt: skip
def test_titles_sort_as_people_look_for_them(language: str | None, titles: list[str]) -> None:
    """Articles of the language moved, numbers by value, accents and signs out of the way."""
    keys = [sort_key(title, language=language) for title in titles]
    assert keys == sorted(set(keys))


@given(st.text(max_size=200), st.sampled_from([None, "en", "fr", "xx", ""]))
@settings(max_examples=300, deadline=None)
def test_every_title_has_a_short_key(title: str, language: str | None) -> None:
    """A key is bytes of limited length, whatever the title; equal titles have equal keys."""
    key = sort_key(title, language=language)
    assert len(key) <= 160
    assert key == sort_key(title, language=language)


def test_an_article_alone_is_a_title() -> None:
    """A film named "The" keeps its name."""
    assert (sort_key("The"), sort_key("A"), sort_key("???")) == (b"the", b"a", b"???")
