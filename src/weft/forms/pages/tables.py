"""Questions answered on one scale, laid out as one table: a row each, the options above the columns.

XLSForm says it with a group of the appearance "table-list", or with rows of "list-nolabel" under a row of "label".
Every row is a group of radios or boxes of its own with its words as the legend, so that nothing depends on the layout.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weft.forms.pages.asking import Asked, Option

ROW, TABLE = "list-nolabel", "table-list"
LEAST = 2  # rows that make a table


@dataclass(frozen=True)
class Block:
    """What stands on a page: one question, or the rows of a table."""

    asked: tuple[Asked, ...]

    @property
    def is_table(self) -> bool:
        return len(self.asked) >= LEAST

    @property
    def columns(self) -> list[Option]:
        return self.asked[0].options

    @property
    def kind(self) -> str:
        return self.asked[0].kind


def blocks_of(asked: Iterable[Asked], appearance: str = "") -> list[Block]:
    """The blocks of a page in order. appearance: of the group the page is made of."""
    found: list[Block] = []
    run: list[Asked] = []
    for each in asked:
        if run and not (_is_row(each, appearance) and _scale(each) == _scale(run[0])):
            found += _closed(run)
            run = []
        if _is_row(each, appearance):
            run.append(each)
        else:
            found.append(Block((each,)))
    return found + list(_closed(run))


def _closed(run: list[Asked]) -> Iterator[Block]:
    if len(run) >= LEAST:
        yield Block(tuple(run))
    else:
        yield from (Block((each,)) for each in run)


def _is_row(asked: Asked, appearance: str) -> bool:
    is_listed = asked.kind in ("radios", "checkboxes") and not asked.is_searched
    return is_listed and (ROW in asked.question.appearance.split() or TABLE in appearance.split())


def _scale(asked: Asked) -> tuple[str, list[tuple[str, str]]]:
    return asked.kind, [(each.value, each.label) for each in asked.options]
