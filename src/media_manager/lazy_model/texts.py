"""How a media row reads: the words of a card, a cell, a tooltip and a screen reader."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from media_manager.domain.media import MediaRow, MediaType

translate = QCoreApplication.translate

PLACEHOLDER = "…"
_MS_PER_MINUTE = 60_000
_MINUTES_PER_HOUR = 60
_RESOLUTIONS = ((2100, "4K"), (1400, "1440p"), (1060, "1080p"), (700, "720p"), (560, "576p"))
_NOT_SHOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Show control and direction-changing characters as a sign, so that no name can deceive."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\u3000" else _NOT_SHOWN for each in text)


def title(row: MediaRow) -> str:
    return printable(row.title) or translate("MediaList", "Untitled")


def episode_number(row: MediaRow) -> str:
    """Return S01E02 or S01E02-E03; empty when no number is known."""
    if row.episode is None:
        return ""
    season = f"S{row.season:02d}" if row.season is not None else ""
    last = f"-E{row.episode_end:02d}" if row.episode_end not in {None, row.episode} else ""
    return f"{season}E{row.episode:02d}{last}"


def subtitle(row: MediaRow) -> str:
    """Return the second line of a card: what tells it from others of the same title."""
    if row.media_type == MediaType.EPISODE:
        parts = [episode_number(row), printable(row.parent_title or "")]
    elif row.media_type == MediaType.SEASON:
        parts = [printable(row.parent_title or ""), child_text(row)]
    elif row.media_type == MediaType.SHOW:
        parts = [year(row), child_text(row)]
    elif row.media_type == MediaType.PHOTO:
        parts = [row.premiered or year(row)]
    else:
        parts = [year(row)]
    return " · ".join(part for part in parts if part)


def child_text(row: MediaRow) -> str:
    if not row.child_count:
        return ""
    text = translate("MediaList", "%n episode(s)", "", row.child_count)
    # Without a translation file Qt leaves the English source text as it is written above.
    return text.replace("(s)", "" if row.child_count == 1 else "s")


def year(row: MediaRow) -> str:
    return "" if row.year is None else str(row.year)


def kind(row: MediaRow) -> str:
    names = {
        MediaType.MOVIE: translate("MediaList", "Film"),
        MediaType.SHOW: translate("MediaList", "Show"),
        MediaType.SEASON: translate("MediaList", "Season"),
        MediaType.EPISODE: translate("MediaList", "Episode"),
        MediaType.VIDEO: translate("MediaList", "Video"),
        MediaType.PHOTO: translate("MediaList", "Photo"),
        MediaType.ALBUM: translate("MediaList", "Album"),
    }
    return names.get(row.media_type, row.media_type)  # type: ignore[call-overload,no-any-return]  # a StrEnum key equals its text


def rating(row: MediaRow) -> str:
    value = row.rating if row.user_rating is None else row.user_rating
    return "" if value is None else QLocale().toString(value, "f", 1)


def user_rating(row: MediaRow) -> str:
    value = row.user_rating
    return "" if value is None else QLocale().toString(value, "f", 1)


def parts(row: MediaRow) -> str:
    """Return how many seasons, episodes or photos belong to a show, season or album."""
    return QLocale().toString(row.child_count) if row.child_count else ""


def runtime(row: MediaRow) -> str:
    if not row.runtime_minutes:
        return ""
    hours, minutes = divmod(row.runtime_minutes, _MINUTES_PER_HOUR)
    if not hours:
        return translate("MediaList", "{minutes} min").format(minutes=minutes)
    return translate("MediaList", "{hours} h {minutes:02d} min").format(
        hours=hours, minutes=minutes
    )


def added(row: MediaRow) -> str:
    when = QDateTime.fromMSecsSinceEpoch(row.added_at // 1000).date()
    return QLocale().toString(when, "d MMM yyyy")


def resolution(row: MediaRow) -> str:
    if not row.height:
        return ""
    return next((name for least, name in _RESOLUTIONS if row.height >= least), f"{row.height}p")


def size(row: MediaRow) -> str:
    return "" if row.size_bytes is None else QLocale().formattedDataSize(row.size_bytes)


def state(row: MediaRow) -> str:
    """Return what a person should know: the files first, then the identification."""
    files = {
        "offline": translate("MediaList", "Offline"),
        "missing": translate("MediaList", "Missing"),
        "held": translate("MediaList", "Needs a decision"),
    }
    matches = {
        "unmatched": translate("MediaList", "Not identified"),
        "ambiguous": translate("MediaList", "Several matches"),
    }
    return files.get(row.file_state) or matches.get(row.state, "")


def watched(row: MediaRow) -> str:
    return translate("MediaList", "Watched") if row.watched else ""


def favorite(row: MediaRow) -> str:
    return translate("MediaList", "Favorite") if row.favorite else ""


def progress(row: MediaRow) -> float:
    """Return how far playing has come, 0.0 to 1.0."""
    if not row.resume_ms or not row.runtime_minutes:
        return 0.0
    return min(1.0, row.resume_ms / (row.runtime_minutes * _MS_PER_MINUTE))


def progress_percent(row: MediaRow) -> str:
    """Return how far playing has come, as a table says it."""
    percent = round(progress(row) * 100)
    return f"{percent} %" if percent else ""


def spoken(row: MediaRow) -> str:
    """Return the whole card as one sentence for a screen reader."""
    percent = round(progress(row) * 100)
    resumed = translate("MediaList", "{percent} percent played").format(percent=percent)
    words = (
        title(row),
        subtitle(row),
        kind(row),
        state(row),
        watched(row),
        resumed if percent and not row.watched else "",
        favorite(row),
    )
    return ", ".join(word for word in words if word)


def tooltip(row: MediaRow) -> str:
    """Return title, line two and state; never taken for markup, whatever a title holds."""
    lines = (title(row), subtitle(row), runtime(row), state(row))
    text = "\n".join(line for line in lines if line)
    if "<" not in text and "&" not in text:
        return text
    import html  # noqa: PLC0415 - few titles have such signs

    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>"
