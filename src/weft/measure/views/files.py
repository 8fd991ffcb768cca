"""Tables to take away: CSV with its metadata, spreadsheet, JSON. Each carries what its figures need."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from weft.measure.queries.releases import releases_with
from weft.measure.queries.tables import PublishedTable, published_table
from weft.measure.queries.whole import refuse_altered
from weft.measure.tables import export
from weft.measure.views.withheld import only_whole

Writer = Callable[[PublishedTable, str], str | bytes]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# ending -> (words on the page, media type, how it is written)
KINDS: dict[str, tuple[str, str, Writer]] = {
    "csv": (_("Table (CSV)"), "text/csv; charset=utf-8", lambda table, _name: export.table_csv(table.rows)),
    "csv-metadata.json": (
        _("What its columns mean (JSON)"),
        "application/csvm+json",
        lambda table, name: export.metadata(table.rows, f"{name}.csv", table.notes),
    ),
    "xlsx": (
        _("Table (spreadsheet)"),
        SPREADSHEET,
        lambda table, _name: export.workbook({table.key: table.rows}, table.notes),
    ),
    "json": (
        _("Table and definition (JSON)"),
        "application/json",
        lambda table, _name: export.table_json({table.key: table.rows}, table.notes),
    ),
}


@require_safe
@only_whole
def table(request: HttpRequest, indicator_id: str, kind: str) -> HttpResponse:
    """One indicator's table in its latest wave, or in the one asked for with ?wave=."""
    refuse_altered(releases_with(indicator_id))
    found = published_table(indicator_id, request.GET.get("wave", ""))
    if found is None or kind not in KINDS:
        raise Http404
    _words, media_type, write = KINDS[kind]
    name = f"{export.file_stem(found.key)}-{export.file_stem(found.period)}"
    answer = HttpResponse(write(found, name), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def links(indicator_id: str, period: str) -> list[dict[str, str]]:
    """The files of one wave of an indicator, as the page lists them."""
    return [
        {
            "words": words,
            "url": f"{reverse('measure-file', args=[indicator_id, kind])}?{urlencode({'wave': period})}",
        }
        for kind, (words, _media_type, _write) in KINDS.items()
    ]
