"""One line of the tree of shows as the model keeps it."""

from collections.abc import Iterator

from media_manager.domain.family import FamilyLine
from media_manager.domain.media import MediaType

PARENTS = frozenset({MediaType.SHOW, MediaType.SEASON})


class Node:
    """A show, season or episode. `line` is None until it was seen and has come."""

    __slots__ = ("asked", "children", "id", "line", "loaded", "parent", "position", "stale")

    def __init__(self, item_id: int, parent: "Node | None" = None) -> None:
        self.id = item_id
        self.parent = parent
        self.position = 0
        self.line: FamilyLine | None = None
        self.children: list[Node] = []
        self.loaded = False  # whether the children are known
        self.asked = False  # whether the children are on their way
        self.stale = True  # whether the line is to be read anew when it is seen

    @property
    def may_have_children(self) -> bool:
        """Tell whether there is something to open; a show not read yet may have."""
        if self.loaded:
            return bool(self.children)
        if self.line is None:
            return self.parent is None
        return self.line.row.media_type in PARENTS and self.line.row.child_count > 0

    def take(self, line: FamilyLine) -> None:
        self.line, self.stale = line, False

    def adopt(self, children: list["Node"]) -> None:
        """Make these the children, in this order."""
        self.children = children
        number(children)

    def below(self) -> Iterator["Node"]:
        """Walk through everything under this node."""
        for child in self.children:
            yield child
            yield from child.below()


def number(nodes: list[Node]) -> None:
    """Tell each node where it stands."""
    for position, node in enumerate(nodes):
        node.position = position
