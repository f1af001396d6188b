"""Tags of many items at once: what the user says of them, and the links that follow from it.

`domain.values` decides who wins. What the user adds or removes is decided by that alone; only for
the rest are the machine layers read, and only of items whose layers speak of tags at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, select, text

from media_manager.domain.media import Layer
from media_manager.domain.steps import TagChange
from media_manager.domain.values import ListEdit, MachineLayer, effective_values
from media_manager.persistence.models.base import table_of
from media_manager.persistence.models.organize import Tag
from media_manager.persistence.repositories.links import ensure_names
from media_manager.persistence.repositories.step_items import Group, Part, Record, row_name
from media_manager.persistence.search_index import forget_names
from media_manager.persistence.user_values import decode_user_value, encode_user_value
from media_manager.persistence.writer import WriteSession

FIELD: Final = "tags"
_TAG = table_of(Tag)
_NOTHING: Final = ListEdit()


class _Said(msgspec.Struct):
    """What a machine layer says of tags; the rest of it is not even read."""

    tags: Any = msgspec.UNSET


# Made once, when the module is imported: two threads that make one for the same class at the
# same moment crash the program (see tests/house/test_decoders.py).
_SAID = msgspec.json.Decoder(_Said)


def tag_records(
    change: TagChange, found: Sequence[Group], step_id: int, now: int
) -> dict[int, Record]:
    """Return the new row of each group that changes."""
    targets: dict[int, Record] = {}
    for group in found:
        edit = change.merged(_edit(group.record))
        value = encode_user_value(edit)
        if group.record is not None and group.record["value"] == value:
            continue
        targets[group.no] = {
            "value": value,
            # A lock is a decision of its own and stays.
            "locked": group.record is not None and group.record["locked"],
            "set_at": now,
            "change_set_id": step_id,
        }
    return targets


def link_tags(session: WriteSession, parts: Mapping[int, Part]) -> list[int]:
    """Make the tags of the piece's items what the new rows of their groups say.

    Returns the ids of tags that are new in the library.
    """
    edits = {no: _edit(part.after) for no, part in parts.items()}
    touched = {
        name
        for part in parts.values()
        for edit in (_edit(part.before), _edit(part.after))
        for name in (*edit.add, *edit.remove)
    }
    return _link(session, edits, touched)


def _link(session: WriteSession, edits: Mapping[int, ListEdit], touched: set[str]) -> list[int]:
    known = _ids_of(session, touched)
    machine = _undecided(session, edits, touched)
    wanted = {name for edit in edits.values() for name in edit.add}
    wanted |= {name for names in machine.values() for name in names}
    new = wanted - known.keys()
    if new:
        known |= ensure_names(session, Tag, new, "tag")
    rows = [
        {"no": no, "link": known[name], "wanted": name in edit.add}
        for no, edit in edits.items()
        for name in touched
        if name in known
    ]
    if rows:
        session.execute(
            text("INSERT INTO step_link (no, link_id, wanted) VALUES (:no, :link, :wanted)"), rows
        )
    row = row_name(session)
    session.execute(
        text(
            f"DELETE FROM item_tag WHERE {row} IN (SELECT t.{row} FROM step_item s "
            "CROSS JOIN step_link l CROSS JOIN item_tag t WHERE l.no = s.no AND NOT l.wanted "
            "AND t.item_id = s.id AND t.tag_id = l.link_id)"
        )
    )
    session.execute(
        text(
            "INSERT INTO item_tag (item_id, tag_id) SELECT s.id, l.link_id FROM step_item s "
            "CROSS JOIN step_link l WHERE l.no = s.no AND l.wanted ON CONFLICT DO NOTHING"
        )
    )
    _insert_links(session, machine, known)
    return [known[name] for name in sorted(new)]


def _insert_links(
    session: WriteSession, names: Mapping[int, Iterable[str]], known: Mapping[str, int]
) -> None:
    rows = [
        {"item": item_id, "tag": known[name]} for item_id, each in names.items() for name in each
    ]
    if rows:
        session.execute(
            text(
                "INSERT INTO item_tag (item_id, tag_id) VALUES (:item, :tag) ON CONFLICT DO NOTHING"
            ),
            rows,
        )


def _undecided(
    session: WriteSession, edits: Mapping[int, ListEdit], touched: set[str]
) -> dict[int, list[str]]:
    """Return item -> touched tags that it has because a machine says so and the user nothing."""
    open_names = {
        no: touched.difference(edit.add, edit.remove)
        for no, edit in edits.items()
        if not edit.replace
    }
    open_names = {no: names for no, names in open_names.items() if names}
    if not open_names:
        return {}
    found: dict[int, list[str]] = {}
    asked = sorted(set().union(*open_names.values()))
    for item_id, no, layers in _layers_naming(session, asked):
        values, _origins = effective_values(layers)
        names = open_names.get(no, set())
        held = [str(name) for name in values.get(FIELD) or () if str(name) in names]
        if held:
            found[item_id] = held
    return found


def _layers_naming(
    session: WriteSession, names: Sequence[str]
) -> Iterator[tuple[int, int, list[MachineLayer]]]:
    """Yield what machines say of tags, for those items of the piece where one of these is named.

    With the number of the item's group. A layer is only read when its bytes hold such a name.
    """
    server = session.connection.dialect.name != "sqlite"
    holds = "position({} IN v.data) > 0" if server else "instr(v.data, {}) > 0"
    # A name can be written with escapes: then the layer is read to be sure.
    needles = {f"n{at}": msgspec.json.encode(name) for at, name in enumerate(names)}
    needles["escaped"] = b"\\u"
    named = " OR ".join(holds.format(f":{key}") for key in needles)
    rows = session.execute(
        text(
            "SELECT s.id, s.no, v.layer, v.source, v.set_at, v.data FROM step_item s "
            "CROSS JOIN value_layer v WHERE v.item_id = s.id AND s.id IN (SELECT t.id FROM "
            f"step_item t CROSS JOIN value_layer v WHERE v.item_id = t.id AND ({named})) "
            "ORDER BY s.id"
        ),
        needles,
    )
    layers: dict[tuple[int, int], list[MachineLayer]] = defaultdict(list)
    for row in rows:
        said = _SAID.decode(bytes(row.data)).tags
        if said is not msgspec.UNSET:
            layer = MachineLayer(Layer(row.layer), row.source, {FIELD: said}, row.set_at)
            layers[row.id, row.no].append(layer)
    for (item_id, no), each in layers.items():
        yield item_id, no, each


def drop_unused_tags(session: WriteSession, tag_ids: Sequence[int]) -> None:
    """Take back names that a step brought, unless somebody uses or has dressed them since."""
    if not tag_ids:
        return
    unused = session.execute(
        text(
            "SELECT id FROM tag WHERE id IN :ids AND color IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM item_tag l WHERE l.tag_id = tag.id) "
            "AND NOT EXISTS (SELECT 1 FROM tag_alias a WHERE a.tag_id = tag.id) "
            "AND NOT EXISTS (SELECT 1 FROM tag_parent p WHERE tag.id IN (p.tag_id, p.parent_id))"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": list(tag_ids)},
    )
    gone = list(unused.scalars())
    forget_names(session.connection, "tag", gone)
    for tag_id in gone:
        session.execute(_TAG.delete().where(_TAG.c.id == tag_id))


def _ids_of(session: WriteSession, names: set[str]) -> dict[str, int]:
    found = session.execute(select(_TAG.c.name, _TAG.c.id).where(_TAG.c.name.in_(sorted(names))))
    return {row.name: row.id for row in found}


def _edit(record: Record) -> ListEdit:
    value = None if record is None else decode_user_value(record["value"])
    return value if isinstance(value, ListEdit) else _NOTHING
