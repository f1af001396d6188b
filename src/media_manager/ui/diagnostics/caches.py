"""What is kept so that it need not be made twice: thumbnails, columns, and the last views."""

import math
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from media_manager.instrumentation import get_instrumentation
from media_manager.library.thumbnails import ThumbnailUsage
from media_manager.persistence.reader import LibraryReader
from media_manager.ui.diagnostics import texts
from media_manager.ui.diagnostics.facts import Fact, facts_table
from media_manager.ui.diagnostics.page import Page, button, heading
from media_manager.ui.diagnostics.texts import translate
from media_manager.ui.notifications import explain
from media_manager.ui.widgets.plain import PlainLabel
from media_manager.workers.lanes import THUMBS
from media_manager.workers.services import Services
from media_manager.workers.vitals import HITS, MADE

_LOW = -1


@dataclass(frozen=True, slots=True)
class FolderSize:
    """How much a folder of our own holds."""

    files: int
    size_bytes: int


class Caches(Page):
    """Looked at when the page is turned to: counting the files of a cache takes a moment."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._thumbnails: ThumbnailUsage | None = None
        self._folders: dict[str, FolderSize] = {}
        self._change: int | None = None
        self.maintain_button = button(
            translate("Diagnostics", "Run maintenance"),
            self,
            tip=translate("Diagnostics", "Remove what is over the limit or of no use any more"),
        )
        self.maintain_button.clicked.connect(self.maintain)
        self.column.addLayout(
            heading(translate("Diagnostics", "Caches"), self, self.maintain_button)
        )
        self.table = facts_table(translate("Diagnostics", "Caches"), self, grouped=True)
        self.said = PlainLabel(tone="muted", parent=self)
        self.said.set_selectable()
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.said)

    def begin(self) -> None:
        services = self._services
        folders = {"columns": services.profile.columns, "views": services.profile.views}
        services.runner.ask(
            THUMBS,
            lambda: (
                services.thumbnails.cache.usage(),
                {name: folder_size(folder) for name, folder in folders.items()},
            ),
            on_done=self._show_sizes,
            key="diagnostics-caches",
            priority=_LOW,
        )
        services.read(
            LibraryReader.seq, empty=None, on_done=self._show_change, key="diagnostics-change"
        )

    def refresh(self) -> None:
        self.table.set_rows([*self._thumbnail_facts(), *self._column_facts(), *self._view_facts()])

    def maintain(self) -> None:
        """Bring every cache below its limit, as a job."""
        # Late: it brings in all that can be measured and maintained.
        from media_manager.performance_utils import run_cache_maintenance  # noqa: PLC0415

        profile = self._services.profile
        self.maintain_button.setEnabled(False)
        self.said.set_tone("muted")
        handle = self._services.runner.submit(
            lambda watch: run_cache_maintenance(profile, watch=watch), title="cache-maintenance"
        )
        handle.on_finished(self._on_maintained, owner=self)
        handle.on_failed(self._on_failed, owner=self)
        handle.on_cancelled(lambda: self._on_maintained(None), owner=self)

    def _on_maintained(self, report: object) -> None:
        self.maintain_button.setEnabled(True)
        self.said.setText("" if report is None else str(report))
        self.begin()

    def _on_failed(self, error: BaseException) -> None:
        self.maintain_button.setEnabled(True)
        self.said.set_tone("danger")
        self.said.setText(explain(error))

    def _show_sizes(self, found: tuple[ThumbnailUsage, dict[str, FolderSize]]) -> None:
        self._thumbnails, self._folders = found
        self.refresh()

    def _show_change(self, seq: int | None) -> None:
        self._change = seq
        self.refresh()

    def _thumbnail_facts(self) -> list[Fact]:
        group = translate("Diagnostics", "Thumbnails")
        counters = get_instrumentation().get_counter_metrics()
        hits, made = counters.get(HITS, 0), counters.get(MADE, 0)
        usage = self._thumbnails
        size = None if usage is None else FolderSize(usage.files, usage.size_bytes)
        limit = None if usage is None else usage.max_bytes
        share = hits / (hits + made) if hits + made else math.nan
        return [
            *_folder_facts(group, size),
            Fact(group, translate("Diagnostics", "Limit"), texts.size(limit)),
            Fact(group, translate("Diagnostics", "Found ready"), texts.whole(hits)),
            Fact(group, translate("Diagnostics", "Made"), texts.whole(made)),
            Fact(group, translate("Diagnostics", "Share found ready"), texts.percent(share)),
        ]

    def _column_facts(self) -> list[Fact]:
        group = translate("Diagnostics", "Columns")
        shelf = self._services.store.columns
        held = None if shelf is None else shelf.held
        if held is None:
            state = translate("Diagnostics", "not in use")
        elif held.seq == self._change:
            state = translate("Diagnostics", "current")
        else:
            state = translate("Diagnostics", "of change %1, the library is at %2")
            state = state.replace("%1", texts.whole(held.seq))
            state = state.replace("%2", texts.whole(self._change or 0))
        folder = self._folders.get("columns")
        return [
            *_folder_facts(group, folder),
            Fact(group, translate("Diagnostics", "State"), state),
        ]

    def _view_facts(self) -> list[Fact]:
        group = translate("Diagnostics", "Kept views")
        return _folder_facts(group, self._folders.get("views"))


def _folder_facts(group: str, size: FolderSize | None) -> list[Fact]:
    files = texts.NOTHING if size is None else texts.whole(size.files)
    whole = texts.size(None if size is None else size.size_bytes)
    return [
        Fact(group, translate("Diagnostics", "Files"), files),
        Fact(group, translate("Diagnostics", "Size"), whole),
    ]


def folder_size(folder: Path) -> FolderSize:
    """Return how much lies in a folder and below. Called on a worker thread."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return FolderSize(len(sizes), sum(sizes))
