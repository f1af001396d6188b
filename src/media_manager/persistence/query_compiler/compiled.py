"""From a query to SQL text and bound values, for SQLite and PostgreSQL.

Placeholders are `?`; the reader rewrites them where the driver wants another sign. What a plan
cannot know beforehand, how many hits a word has, is asked when the query runs: see
`persistence.query_pages`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from media_manager.domain.query import Query
from media_manager.domain.query.dates import local_now
from media_manager.persistence.query_compiler.orders import ListOrder, order_of
from media_manager.persistence.query_compiler.parts import (
    Condition,
    Context,
    Entities,
    Part,
    all_values,
    joined,
    where,
)
from media_manager.persistence.query_compiler.shape import ALL_TYPES, Shape, shape_of
from media_manager.persistence.query_compiler.words import (
    Level,
    begins,
    matches,
    one_name,
    term_condition,
    titles_condition,
)

_WINDOW = "LIMIT :rows"
_NOTHING = Part("SELECT i.id FROM media_item i WHERE 1 = 0")


@dataclass(frozen=True, slots=True)
class Driver:
    """A condition whose hits can be taken first, if they are few.

    `ids` lists them up to a limit, in no order; `page` sorts those that pass the other
    conditions, given all of them as a text, with the limit of the page behind.
    """

    ids: Part
    page: Part

    def sorted_from(self, ids: Sequence[int]) -> Part:
        return Part(self.page.sql, (f"[{','.join(map(str, ids))}]", *self.page.values))


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the first page, final before the next begins.

    `direct` needs no choice. Otherwise take the drivers when few, walk the list in order when
    hits are dense (`size` counts the rows of that list, up to a limit), or take `all`.
    """

    all: Part
    direct: bool
    drivers: tuple[Driver, ...] = ()
    walk: Part | None = None
    size: Part | None = None
    # The ids of each condition, if no other test is needed: all of them together are the hits.
    sets: tuple[Part, ...] = ()

    @staticmethod
    def among(rows: int, part: Part) -> Part:
        """Return `walk` or `size` for the first rows of the list."""
        return Part(part.sql.replace(_WINDOW, f"LIMIT {rows:d}"), part.values)


@dataclass(frozen=True, slots=True)
class Compiled:
    """One query, ready to be written as the statements that its answers need."""

    shape: Shape
    order: ListOrder
    context: Context

    def all_ids(self) -> Part:
        """Return SQL for every id in order."""
        if not self.shape.types:
            return _NOTHING
        return self._ranked() if self.shape.ranked else self._sorted(self._terms(Level.INSIDE))

    def hits(self) -> Part:
        """Return SQL for every id in no order."""
        conditions = (*self.shape.conditions, *self._terms(Level.INSIDE))
        tests = where([*self._base(conditions), *(each.whole for each in conditions)])
        return Part("SELECT i.id FROM media_item i").then(tests.sql, *tests.values)

    def count(self) -> Part:
        """Return SQL for the exact number of hits."""
        shape = self.shape
        if not shape.types:
            return Part("SELECT 0")
        if shape.is_plain:
            return self._counters()
        conditions = (*shape.conditions, *self._terms(Level.INSIDE))
        alone = shape.types == ALL_TYPES and shape.library is None
        listed = all(each.exact and each.ids is not None and not each.given for each in conditions)
        if alone and listed:
            # Links and the index hold nothing but items, so there is no need to look at those.
            sets = [f"SELECT id FROM ({each.ids.sql}) AS hit" for each in conditions if each.ids]
            bound = all_values(each.ids for each in conditions if each.ids)
            return Part(
                f"SELECT count(*) FROM (SELECT DISTINCT id FROM ({' INTERSECT '.join(sets)}) "
                "AS hit) AS hits",
                bound,
            )
        tests = where([*self._base(conditions), *(each.whole for each in conditions)])
        return Part("SELECT count(*) FROM media_item i").then(tests.sql, *tests.values)

    def steps(self) -> Sequence[Step]:
        """Return how to find the first page."""
        return tuple(self.iter_steps())

    def iter_steps(self) -> Iterator[Step]:
        """Yield the steps to the first page, each written only when it is come to."""
        shape = self.shape
        if not shape.types:
            yield Step(_NOTHING, direct=True)
        elif not self.context.full_text:
            yield Step(self.all_ids(), direct=True)
        elif not shape.ranked:
            yield self._step(self._terms(Level.INSIDE))
        else:
            if shape.beginnings:
                yield self._beginning()
            for level in self._levels():
                yield self._step(self._terms(level))

    def _levels(self) -> Iterator[Level]:
        yield Level.TITLE
        if self.names_together:
            yield Level.NAME
        yield from (Level.NAMES, Level.PLOT)
        if any(term.inside for term in self.shape.terms):
            yield Level.INSIDE

    @property
    def names_together(self) -> bool:
        """Tell whether one name can hold all words, and that says more than each in some."""
        return self.shape.ranked and len(self.shape.terms) > 1

    def _terms(self, level: Level) -> tuple[Condition, ...]:
        if level is Level.NAME:
            return (one_name(self.shape.terms, self.context),)
        if level is Level.TITLE:
            return (titles_condition(self.shape.terms, self.context),)
        return tuple(term_condition(term, self.context, level) for term in self.shape.terms)

    def _base(self, conditions: Sequence[Condition]) -> list[Part]:
        """Return the tests of types and library for a statement that looks at items."""
        by_index = not any(each.narrow or each.ids for each in conditions)
        by_index = by_index or not self.context.full_text
        parts = self.shape.of_types(by_index=by_index)
        if not parts and by_index and any(each.ranged for each in conditions):
            names = ", ".join(f"'{each}'" for each in ALL_TYPES)
            parts = [Part(f"i.media_type IN ({names})")]
        return [*parts, *self.shape.of_library]

    def _counters(self) -> Part:
        kind = "type" if self.shape.library is None else f"library:{self.shape.library}"
        marks = ", ".join("?" for _ in self.shape.types)
        return Part(
            f"SELECT COALESCE(sum(value), 0) FROM counter WHERE name IN ({marks})",
            tuple(f"{kind}:{each}" for each in self.shape.types),
        )

    def _sorted(self, terms: Sequence[Condition]) -> Part:
        """Return all hits by the order of the query alone."""
        conditions = (*self.shape.conditions, *terms)
        if not conditions and self.order.indexed and self.context.full_text:
            return self._list()
        tests = where([*self._base(conditions), *(each.whole for each in conditions)])
        return Part(
            f"SELECT i.id FROM media_item i{self.order.joins}{tests.sql} ORDER BY {self.order.sql}",
            tests.values,
        )

    def _list(self, *, begin: bool = False) -> Part:
        """Return the items of the wanted types in one order, merged from the index of each.

        Without it a list of all types sorts the whole library before its first row. `begin`
        leaves only the titles that begin with what was typed.
        """
        arms = [
            where([Part(f"i.media_type = '{each}'"), *self.shape.of_library, *test])
            for each in self.shape.types
            for test in (self._begins() if begin else [()])
        ]
        # The best matches may be sorted further by what stands beside the item.
        items = f"media_item i{self.order.joins}"
        if len(arms) == 1:
            return Part(
                f"SELECT i.id FROM {items}{arms[0].sql} ORDER BY {self.order.sql}",
                arms[0].values,
            )
        columns = ", ".join(("i.id", *self.order.names))
        selects = " UNION ALL ".join(f"SELECT {columns} FROM {items}{a.sql}" for a in arms)
        return Part(f"SELECT id FROM ({selects} ORDER BY {self.order.places})", all_values(arms))

    def _begins(self) -> list[tuple[Part, ...]]:
        places = self.shape.beginnings
        return [
            (begins(each, self.context, places[:number]),) for number, each in enumerate(places)
        ]

    def _ranked(self) -> Part:
        """Return all hits, ordered by how well each matches, then by title."""
        shape, context = self.shape, self.context
        sets = [matches(term, context, Level.INSIDE) for term in shape.terms]
        ctes = ", ".join(
            f"w{n}(id, class) AS (SELECT id, min(class) FROM ({each.sql}) AS hit GROUP BY id)"
            for n, each in enumerate(sets)
        )
        names = [f"w{n}" for n in range(len(sets))]
        hits = names[0] + "".join(f" JOIN {name} ON {name}.id = w0.id" for name in names[1:])
        greatest = "max" if context.full_text else "greatest"
        classes = ", ".join(f"{name}.class" for name in names)
        rank = Part(classes if len(names) == 1 else f"{greatest}({classes})")
        if self.names_together:
            named = one_name(shape.terms, context).whole
            rank = Part(
                f"CASE WHEN {rank.sql} > {Level.NAME:d} AND {named.sql} THEN {Level.NAME:d} "
                f"ELSE {rank.sql} END",
                named.values,
            )
        if shape.beginnings:
            test = joined("OR", [test for (test,) in self._begins()])
            rank = Part(
                f"CASE WHEN {test.sql} THEN 0 ELSE {rank.sql} END", (*test.values, *rank.values)
            )
        tests = where(
            [
                *shape.of_types(by_index=not context.full_text),
                *shape.of_library,
                *(each.whole for each in shape.conditions),
            ]
        )
        return Part(
            f"WITH {ctes} SELECT i.id FROM {hits} JOIN media_item i ON i.id = w0.id"
            f"{self.order.joins}{tests.sql} ORDER BY {rank.sql}, {self.order.sql}",
            (*all_values(sets), *tests.values, *rank.values),
        )

    def _beginning(self) -> Step:
        """Return the step of titles that begin with what was typed: a range of the title index."""
        conditions = list(self.shape.conditions)
        if any(any(sign.isdigit() for sign in term.text) for term in self.shape.terms):
            # Keys forget the zeros before a number, so the words have to be looked at too.
            conditions.append(titles_condition(self.shape.terms, self.context))
        listed = self._list(begin=True)
        if not conditions:
            return Step(listed, direct=True)
        test = joined("OR", [test for (test,) in self._begins()])
        return self._chosen(conditions, listed, everything=_tested(listed, conditions), also=test)

    def _step(self, terms: Sequence[Condition]) -> Step:
        conditions = (*self.shape.conditions, *terms)
        every = self._sorted(terms)
        if not conditions or any(each.narrow for each in conditions):
            return Step(every, direct=True)
        listed = self._list() if self.order.indexed else None
        return self._chosen(conditions, listed, everything=every)

    def _chosen(
        self,
        conditions: Sequence[Condition],
        listed: Part | None,
        *,
        everything: Part,
        also: Part | None = None,
    ) -> Step:
        drive = partial(self._driver, conditions, also)
        sets = [each.ids for each in conditions if each.exact and each.ids is not None]
        apart = also is None and self.shape.library is None and len(sets) == len(conditions)
        return Step(
            everything,
            direct=False,
            drivers=tuple(drive(each, each.ids) for each in conditions if each.ids is not None),
            walk=None if listed is None else _tested(listed.then(f" {_WINDOW}"), conditions),
            sets=tuple(sets) if apart else (),
            size=None
            if listed is None
            else Part(f"SELECT count(*) FROM ({listed.sql} {_WINDOW}) AS k", listed.values),
        )

    def _driver(
        self, conditions: Sequence[Condition], also: Part | None, chosen: Condition, ids: Part
    ) -> Driver:
        """Return the plan that takes the hits of one condition and asks the others of each."""
        others = [each.test for each in conditions if each is not chosen or not each.exact]
        tests = where(
            [
                *self.shape.of_types(by_index=False),
                *self.shape.of_library,
                *others,
                *([] if also is None else [also]),
            ]
        )
        return Driver(
            Part(f"SELECT DISTINCT id FROM ({ids.sql}) AS hit", ids.values),
            Part(
                f"SELECT i.id FROM json_each(?) AS d CROSS JOIN media_item i ON i.id = d.value"
                f"{self.order.joins}{tests.sql} ORDER BY {self.order.sql}",
                tests.values,
            ),
        )


def _tested(listed: Part, conditions: Sequence[Condition]) -> Part:
    """Return those of a list that pass, in its order."""
    tests = where([each.test for each in conditions])
    name = "SELECT i.id FROM ({}) AS k CROSS JOIN media_item i ON i.id = k.id{}"
    return Part(name.format(listed.sql, tests.sql), (*listed.values, *tests.values))


def compile_query(
    query: Query,
    *,
    full_text: bool = True,
    now: datetime | None = None,
    entities: Entities | None = None,
) -> Compiled:
    """Return the statements of a query. `full_text` is False on PostgreSQL.

    Dates are reckoned from `now`, by default this moment in the computer's zone.
    """
    context = Context(full_text, query.viewer_id, now or local_now(), entities or {})
    return Compiled(shape_of(query, context), order_of(query, full_text=full_text), context)
