"""The privacy notice, the inputs of a data protection impact assessment and the retention schedule, made from the
field catalogue: as documents that a page and `./weft privacy` show alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from weft.people.mydata import words
from weft.people.mydata.catalogue import Table, impersonal_models, personal_tables
from weft.people.mydata.subject import title_of
from weft.record.personal import Category, Personal


@dataclass(frozen=True)
class Part:
    """A heading, paragraphs, and perhaps a list or a table."""

    heading: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def named_rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row as its heading and its other cells with the name of their column."""
        return [(row[0], list(zip(self.columns[1:], row[1:], strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Document:
    title: str
    lead: str
    parts: tuple[Part, ...]


def notice() -> Document:
    """What is kept, why, on which basis, how long, who sees it, and what a person can ask."""
    lead = _("You can read every public page without an account, and nobody follows what you read.")
    kept = Part(_("What is kept, if you take part"), (words.what_kept(),), columns=_columns(), rows=_kept())
    parts = (*words.before(Part), kept, *words.after(Part))
    return Document(_("Privacy"), lead, parts)


def impact() -> Document:
    """Stores, flows, fields and risks: what a data protection officer needs to begin an assessment."""
    lead = _("Made from the running system: what an assessment of data protection starts from.")
    fields = [
        Part(title_of(table), columns=_field_columns(), rows=_fields(table)) for table in personal_tables()
    ]
    nobodys = ", ".join(model._meta.label for model in impersonal_models())
    rest = Part(_("Tables that hold nothing about people"), (f"{nobodys}.",))
    return Document(_("Data protection"), lead, (*words.stores_flows_risks(Part), *fields, rest))


def schedule() -> Document:
    """How long each field is kept, and what happens then."""
    lead = _("Counted from the day a person last took part. Somebody who holds a role still takes part.")
    rows = tuple(
        (title_of(table), said.export or name, how_long(said), str(words.ERASURE[said.erasure]))
        for table in personal_tables()
        for name, said in table.personal.items()
    )
    columns = (_("Where"), _("What"), _("How long"), _("Then"))
    return Document(
        _("How long we keep it"),
        lead,
        (Part(_("Field by field"), columns=columns, rows=rows), *words.leftovers(Part)),
    )


def how_long(said: Personal) -> str:
    """A retention in words a person uses."""
    days = said.retention_days
    if days is None:
        return _("as long as you take part")
    if days % 365 == 0:
        years = days // 365
        return _("1 year") if years == 1 else _("%(years)s years") % {"years": years}
    return _("%(days)s days") % {"days": days}


def _columns() -> tuple[str, ...]:
    return (_("What"), _("Why"), _("By which right"), _("How long"), _("Who sees it"))


def _kept() -> tuple[tuple[str, ...], ...]:
    """One row for each kind of data and reason, in the order of the categories."""
    found: dict[tuple[Category, str], dict[str, Personal]] = {}
    for table in personal_tables():
        for name, said in table.personal.items():
            found.setdefault((said.category, said.purpose), {})[said.export or name] = said
    order = list(Category)
    return tuple(
        (
            capfirst(_joined(group)),
            capfirst(purpose),
            _joined(str(words.BASIS[said.basis]) for said in group.values()),
            _joined(how_long(said) for said in group.values()),
            str(words.SEEN_BY[category]),
        )
        for (category, purpose), group in sorted(found.items(), key=lambda item: order.index(item[0][0]))
    )


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _field_columns() -> tuple[str, ...]:
    return (_("Field"), _("Kind"), _("Why"), _("By which right"), _("How long"), _("When erased"))


def _fields(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"{said.export or capfirst(name)} ({name})",
            str(words.CATEGORY[said.category]),
            said.purpose,
            str(words.BASIS[said.basis]),
            how_long(said),
            str(words.ERASURE[said.erasure]),
        )
        for name, said in table.personal.items()
    )


def as_markdown(document: Document) -> str:
    """The same document for a terminal or a file."""
    lines = [f"# {document.title}", "", document.lead, ""]
    for part in document.parts:
        lines += [f"## {part.heading}", "", *(line for text in part.text for line in (text, ""))]
        lines += [*(f"* {point}" for point in part.points), *([""] if part.points else [])]
        if part.columns:
            lines += [_line(part.columns), _line(["---"] * len(part.columns)), *map(_line, part.rows), ""]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
