"""`show`: one item with its files, and where each of its values comes from."""

import argparse
from collections.abc import Iterator

from media_manager.cli.desk import Desk
from media_manager.cli.screen import shown_bytes, shown_minutes
from media_manager.cli.search import shown_title
from media_manager.domain.details import FileLine, ItemDetails
from media_manager.files import display_path
from media_manager.library.details import details_as_data, get_details
from media_manager.library.plain_rows import row_as_data

_MS_A_MINUTE = 60_000
_TEXTS = ("original_title", "tagline", "content_rating", "plot")
_LISTS = ("genres", "countries", "studios", "tags", "sets")


def run(words: argparse.Namespace, desk: Desk) -> int:
    """Write one item; ItemNotFound when there is none of this number."""
    with desk.library().reading() as reader:
        details = get_details(reader, words.item_id)
    data = {**details_as_data(details), **row_as_data(details.row)}
    desk.screen.result(data, "\n".join(_lines(details)))
    return 0


def _lines(details: ItemDetails) -> Iterator[str]:
    row = details.row
    yield shown_title(row)
    yield f"  {row.media_type} {row.id} in {details.library_name}, {row.state}"
    for name, value in _facts(details):
        origin = details.origins.get(name)
        said = f"  [{origin.source}]" if origin and origin.source != origin.layer else ""
        said = said or (f"  [{origin.layer}]" if origin else "")
        yield f"  {name.replace('_', ' '):<16} {value}{said}"
    for credit in details.credits:
        part = f" as {credit.character}" if credit.character else ""
        yield f"  {credit.role:<16} {credit.name}{part}"
    for file in details.files:
        yield from _file_lines(file)
    for subtitle in details.subtitles:
        yield f"  subtitle         {subtitle.language or '?'}  {subtitle.display_path}"
    for art in details.artwork:
        yield f"  {art.artwork_type:<16} {display_path(art.path)}"


def _facts(details: ItemDetails) -> Iterator[tuple[str, str]]:
    row = details.row
    watched = [word for word in ("watched", "favorite") if getattr(row, word)]
    texts = {name: getattr(details, name) for name in _TEXTS}
    numbers = {name: getattr(row, name) for name in ("year", "premiered", "rating")}
    lists = {name: ", ".join(getattr(details, name)) for name in _LISTS}
    facts = {
        **texts,
        **numbers,
        "runtime_minutes": shown_minutes(row.runtime_minutes) if row.runtime_minutes else None,
        **lists,
        "ids": ", ".join(f"{source} {value}" for source, value in details.ids.items()),
        "state": ", ".join(watched),
    }
    for name, value in facts.items():
        if value not in (None, ""):
            yield name, str(value)


def _shown_duration(duration_ms: int) -> str:
    if duration_ms < _MS_A_MINUTE:
        return f"{duration_ms / 1000:.0f} s"
    return shown_minutes(round(duration_ms / _MS_A_MINUTE))


def _file_lines(file: FileLine) -> Iterator[str]:
    facts = [
        shown_bytes(file.size_bytes),
        file.state if file.state != "present" else "",
        file.edition or "",
        file.version_label or "",
        f"part {file.part}" if file.part else "",
        f"{file.width}x{file.height}" if file.width and file.height else "",
        file.hdr or "",
        _shown_duration(file.duration_ms) if file.duration_ms else "",
    ]
    yield f"  {file.role:<16} {file.display_path}"
    yield f"  {'':<16} {', '.join(fact for fact in facts if fact)}"
    for stream in file.streams:
        words = (stream.kind, stream.codec, stream.language, stream.title)
        yield f"  {'':<18} {' '.join(word for word in words if word)}"
    if file.probe_error:
        yield f"  {'':<16} {file.probe_error}"
