"""Lists a form looks things up in: secondary instances written into it, and files handed in as text."""

import csv
import io
import json
from collections.abc import Iterable, Mapping

from weft.forms.engine.errors import FormError
from weft.forms.xpath import Context, Node, XPathError, parse_xml

DELIMITERS = ",;\t|"


def read_instances(model: Node, files: Mapping[str, str]) -> dict[str, Node]:
    """Secondary instances by id, each under a root of its own.

    Args:
        model: the <model> element; its first <instance> is the primary one.
        files: text of external files by the address the form names ("jr://file-csv/wards.csv") or by file name.
    """
    found: dict[str, Node] = {}
    for node in [one for one in model.elements() if one.local == "instance"][1:]:
        name, source = node.get("id") or "", node.get("src") or ""
        if name in found:
            raise FormError(f"There are two lists called {name}")
        found[name] = _external(name, source, files) if source and not node.elements() else _under_root(node)
    return found


def _under_root(node: Node) -> Node:
    root = Node("root")
    for one in node.elements():
        root.append(one.copy())
    return root


def _external(name: str, source: str, files: Mapping[str, str]) -> Node:
    text = files.get(source, files.get(source.rpartition("/")[2]))
    if text is None:
        return _rows(())  # a list nobody handed in is empty
    try:
        if source.endswith(".csv"):
            return _rows(read_csv(text))
        return _rows(read_features(text)) if source.endswith(".geojson") else parse_xml(text)
    except (XPathError, csv.Error, ValueError, KeyError, TypeError) as wrong:
        raise FormError(f"The file for the list {name} cannot be read: {wrong}") from wrong


def _rows(rows: Iterable[Mapping[str, str]]) -> Node:
    """<root><item><column>value</column>…</item>…</root>"""
    document = Node("root")
    root = document.append(Node("element", "root"))
    for row in rows:
        item = root.append(Node("element", "item"))
        for column, value in row.items():
            item.append(Node("element", column)).set_text(value)
    return document


def read_csv(text: str) -> list[dict[str, str]]:
    """Rows by column name; the delimiter is the one the header uses most."""
    lines = text.removeprefix("\ufeff").replace("\n\r", "\n").replace("\r\n", "\n").replace("\r", "\n")
    header = lines.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    rows = list(csv.reader(io.StringIO(lines), delimiter=delimiter))
    names = rows[0] if rows else []
    return [dict(zip(names, row, strict=False)) for row in rows[1:] if row]


def read_features(text: str) -> list[dict[str, str]]:
    """Features of a GeoJSON collection as rows: geometry, id, then the properties."""
    collection = json.loads(text)
    if collection["type"] != "FeatureCollection":
        raise ValueError("it is no FeatureCollection")
    return [_feature(one) for one in collection["features"]]


def _feature(feature: dict[str, object]) -> dict[str, str]:
    properties = dict(feature.get("properties") or {})  # type: ignore[call-overload]
    row = {"geometry": _geometry(feature["geometry"])}
    number = feature.get("id", properties.pop("id", None))
    if number is not None:
        row["id"] = str(number)
    return row | {str(name): str(value) for name, value in properties.items() if name != "id"}


def _geometry(geometry: object) -> str:
    kind, points = geometry["type"], geometry["coordinates"]  # type: ignore[index]
    if kind == "Point":
        points = [points]
    elif kind == "Polygon":
        points = points[0]
    elif kind != "LineString":
        raise ValueError(f"its features may be points, lines and areas, not {kind}")
    return "; ".join(f"{latitude} {longitude} 0 0" for longitude, latitude, *_ in points)


class Lookups:
    """pulldata() over the lists of a form: each list is read once for each column asked by."""

    def __init__(self, lists: Mapping[str, Node]) -> None:
        self.lists = lists
        self._rows: dict[tuple[str, str], dict[str, Node]] = {}

    def __call__(self, _: Context, name: str, wanted: str, key: str, value: str) -> str:
        rows = self._rows.get((name, key))
        if rows is None:
            rows = self._rows[name, key] = self._by(name, key)
        row = rows.get(value)
        return "" if row is None else _column(row, wanted) or ""

    def _by(self, name: str, key: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        top = self.lists.get(name)
        for row in [row for root in (top.elements() if top else ()) for row in root.elements()]:
            value = _column(row, key)
            if value is not None:
                found.setdefault(value, row)
        return found


def _column(row: Node, name: str) -> str | None:
    """What a row holds under a name; "@name" is an attribute."""
    if name.startswith("@"):
        return row.get(name[1:])
    found = row.first(name)
    return None if found is None else found.string_value()
