"""What the sidebar lists, built from the overview of the library."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from media_manager.library.browse import LibraryLine, Overview, RootLine
from media_manager.ui import places
from media_manager.ui.places import Place, Within
from media_manager.ui.words import counted, folder_name

translate = QCoreApplication.translate


class SidebarRole(IntEnum):
    """What the delegate and the window ask of a row."""

    PLACE = int(Qt.ItemDataRole.UserRole) + 1
    COUNT = int(Qt.ItemDataRole.UserRole) + 2
    STATE = int(Qt.ItemDataRole.UserRole) + 3  # "", offline, held, attention
    HEADER = int(Qt.ItemDataRole.UserRole) + 4
    LEVEL = int(Qt.ItemDataRole.UserRole) + 5
    ICON = int(Qt.ItemDataRole.UserRole) + 6
    ROOT = int(Qt.ItemDataRole.UserRole) + 7
    FOLDER = int(Qt.ItemDataRole.UserRole) + 8  # the path of a folder of saved searches
    FOLDED = int(Qt.ItemDataRole.UserRole) + 9
    LEAVE = int(Qt.ItemDataRole.UserRole) + 10  # the way out of a virtual library


@dataclass(frozen=True, slots=True)
class SidebarRow:
    """One row; without a place it is the heading of a section."""

    text: str
    place: Place | None = None
    count: int | None = None
    state: str = ""
    level: int = 0
    icon: str = ""
    root_id: int | None = None
    tip: str = ""
    folder: str | None = None
    folded: bool = False
    leaves: bool = False

    @property
    def is_heading(self) -> bool:
        return self.place is None and self.folder is None and not self.leaves

    @property
    def key(self) -> str:
        """Return what tells a row from all others while its texts and counts change."""
        if self.place is not None:
            return self.place.key
        return f"#{self.text}" if self.folder is None else f"folder:{self.folder}"


_TYPES = (("movie", "film"), ("show", "tv"), ("video", "play"), ("photo", "photo"))


def sidebar_rows(overview: Overview, tags: tuple[tuple[str, int], ...] = ()) -> list[SidebarRow]:
    """Return the rows in their order; sections without entries are left out."""
    rows = [
        SidebarRow(place.title, place, icon=sign)
        for place, sign in (
            (places.home(), "home"),
            (places.dashboard(), "chart"),
            (places.begun(), "play"),
            (places.added_lately(), "clock"),
            (places.everything(), "collection"),
        )
    ]
    for media_type, sign in _TYPES:
        count = overview.counts.get(media_type, 0)
        if count:
            place = places.of_type(media_type)
            rows.append(SidebarRow(place.title, place, count, icon=sign))
    rows += _needs_you(overview)
    if overview.libraries:
        rows.append(SidebarRow(translate("Sidebar", "Libraries")))
    for library in overview.libraries:
        rows += _library_rows(library)
    if tags:
        rows.append(SidebarRow(translate("Sidebar", "Tags")))
        rows += [SidebarRow(name, places.of_tag(name), count, icon="tag") for name, count in tags]
    return rows


def within_rows(within: Within | None) -> list[SidebarRow]:
    """Return the name of the virtual library one is in, and the way out of it."""
    if within is None:
        return []
    return [
        SidebarRow(translate("Sidebar", "Within “%1”").replace("%1", within.name)),
        SidebarRow(
            translate("Sidebar", "Back to everything"),
            icon="x",
            leaves=True,
            tip=translate("Sidebar", "Leave this virtual library"),
        ),
        SidebarRow(translate("Sidebar", "Places")),
    ]


def undecided(overview: Overview) -> int:
    """Return how many items a person should look at."""
    return sum(count for kind, count in overview.unmatched.items() if kind != "season")


def _needs_you(overview: Overview) -> list[SidebarRow]:
    count = undecided(overview)
    if not count:
        return []
    place = places.undecided()
    tip = translate("Sidebar", "Items whose files did not say clearly what they are")
    return [SidebarRow(place.title, place, count, state="attention", icon="alert", tip=tip)]


def _library_rows(library: LibraryLine) -> list[SidebarRow]:
    counts = library.counts
    count = sum(counts.get(each, 0) for each in ("movie", "show", "video", "photo"))
    state = _worst(library.roots)
    place = places.of_library(library.id, library.name)
    alone = library.roots[0].id if len(library.roots) == 1 else None
    rows = [
        SidebarRow(
            library.name,
            place,
            count,
            state,
            icon="folder",
            root_id=alone,
            tip="\n".join(root_tip(root) for root in library.roots),
        )
    ]
    if len(library.roots) > 1:
        rows += [_root_row(root) for root in library.roots]
    return rows


def _root_row(root: RootLine) -> SidebarRow:
    name = folder_name(root.display_path)
    return SidebarRow(
        name,
        places.of_root(root.id, name),
        root.file_count,
        root.state if root.state != "online" else "",
        level=1,
        root_id=root.id,
        tip=root_tip(root),
    )


def root_tip(root: RootLine) -> str:
    """Return the path of a root and, if it is not online, what that means."""
    meaning = {
        "offline": translate("Sidebar", "not reachable now; what it holds is kept"),
        "held": translate("Sidebar", "%1 disappeared; you decide what that means").replace(
            "%1", counted("file", root.held_count)
        ),
    }.get(root.state)
    return root.display_path if meaning is None else f"{root.display_path}: {meaning}"


def _worst(roots: tuple[RootLine, ...]) -> str:
    states = {root.state for root in roots}
    return next((state for state in ("held", "offline") if state in states), "")


class SidebarModel(QStandardItemModel):
    """The rows as a flat list; an update that keeps their keys changes them in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []

    def show_rows(self, rows: list[SidebarRow]) -> bool:
        """Show rows; return whether the list was built anew."""
        keys = [row.key for row in rows]
        if keys == self._keys:
            for at, row in enumerate(rows):
                _fill(self.item(at), row)
            return False
        self._keys = keys
        self.clear()
        for row in rows:
            item = QStandardItem()
            _fill(item, row)
            self.appendRow(item)
        return True

    def row_of_key(self, key: str) -> int | None:
        """Return the row with this `SidebarRow.key`."""
        return self._keys.index(key) if key in self._keys else None

    def row_of(self, key: str) -> int | None:
        """Return the row of a place."""
        for at in range(self.rowCount()):
            place = self.item(at).data(SidebarRole.PLACE)
            if isinstance(place, Place) and place.key == key:
                return at
        return None


def _fill(item: QStandardItem, row: SidebarRow) -> None:
    header = row.is_heading
    item.setText(row.text)
    item.setEditable(False)
    item.setSelectable(not header)
    item.setEnabled(not header)
    item.setToolTip(row.tip)
    spoken = row.text if row.count is None else f"{row.text}, {counted('item', row.count)}"
    state = {
        "offline": translate("Sidebar", "offline"),
        "held": translate("Sidebar", "needs a decision"),
    }.get(row.state)
    item.setAccessibleText(spoken if state is None else f"{spoken}, {state}")
    for role, value in (
        (SidebarRole.PLACE, row.place),
        (SidebarRole.COUNT, row.count),
        (SidebarRole.STATE, row.state),
        (SidebarRole.HEADER, header),
        (SidebarRole.LEVEL, row.level),
        (SidebarRole.ICON, row.icon),
        (SidebarRole.ROOT, row.root_id),
        (SidebarRole.FOLDER, row.folder),
        (SidebarRole.FOLDED, row.folded),
        (SidebarRole.LEAVE, row.leaves),
    ):
        item.setData(value, int(role))
