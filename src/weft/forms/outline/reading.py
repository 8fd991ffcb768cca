"""An outline from an XForm. The XForm was made and checked here; entities and DTDs are refused all the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from weft.forms.models import FormVersion
from weft.forms.outline.parts import Item, Option, Outline, Words

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
WEFT = "{https://weft.example/ns/1}"
TITLE = "{http://www.w3.org/1999/xhtml}title"
KINDS_BY_TYPE = {
    "int": "integer", "integer": "integer", "decimal": "decimal", "date": "date", "time": "time",
    "dateTime": "dateTime", "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape",
    "barcode": "barcode", "boolean": "text",
}  # fmt: skip
KINDS_BY_CONTROL = {
    "select1": "select_one", "select": "select_multiple", "rank": "rank", "trigger": "acknowledge",
    "group": "group", "repeat": "repeat",
}  # fmt: skip
UPLOADS = {"image/*": "image", "audio/*": "audio", "video/*": "video"}
TABLED = ("select1", "select")  # with the appearance "label": the columns of a table, no question
POSTCODE = {"purpose": "postcode"}  # what the appearance says in another way
OF_THE_SYSTEM = "meta"  # instanceID and what else no question asks for


@dataclass
class _Model:
    """What the head of an XForm says, looked up while its body is read."""

    root: str = ""
    form_id: str = ""
    version: str = ""
    binds: dict[str, Element] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)  # id -> language -> words
    lists: dict[str, list[Element]] = field(default_factory=dict)  # instance id -> its items
    order: list[str] = field(default_factory=list)  # references of the leaves of the instance
    languages: tuple[str, ...] = ()
    headings: set[str] = field(default_factory=set)  # rows of a table that only show its columns


def outline_of(version: FormVersion) -> Outline:
    """The outline of a stored version."""
    return read_outline(version.xform)


@lru_cache(maxsize=64)
def read_outline(xform: str) -> Outline:
    root = fromstring(xform, forbid_dtd=True)
    model = _read_model(next(root.iter(f"{XF}model")))
    body = next(each for each in root if _local(each) == "body")
    asked = list(_items(body, model, _Place()))
    seen = {item.ref for item in asked}
    silent = [
        _unasked(ref, model, asked) for ref in model.order if ref not in seen and _is_kept(ref, model, seen)
    ]
    title = next((each.text or "" for each in root.iter(TITLE)), "")
    return Outline(title, model.form_id, model.version, model.root, model.languages, (*asked, *silent))


@dataclass(frozen=True)
class _Place:
    depth: int = 0
    repeat: str = ""
    ref: str = ""


def _read_model(head: Element) -> _Model:
    model = _Model(binds={each.get("nodeset", ""): each for each in head.findall(f"{XF}bind")})
    _read_texts(head, model)
    for instance in head.findall(f"{XF}instance"):
        name, data = instance.get("id"), next(iter(instance), None)
        if data is None:
            continue
        if not model.root:
            model.root, model.form_id = _local(data), data.get("id", "")
            model.version = data.get("version", "")
            model.order = list(dict.fromkeys(_leaves(data, f"/{model.root}")))
        elif name:
            model.lists[name] = [each for each in data if _local(each) == "item"]
    return model


def _read_texts(head: Element, model: _Model) -> None:
    spoken = list(head.iter(f"{XF}translation"))
    spoken.sort(key=lambda each: each.get("default") is None)
    model.languages = tuple(each.get("lang", "") for each in spoken)
    for each in spoken:
        for text in each:
            plain = [value for value in text if value.get("form") in (None, "guidance")]
            first = next((value for value in plain if value.get("form") is None), None)
            if first is not None:
                model.texts.setdefault(text.get("id", ""), {})[each.get("lang", "")] = _said(first)


def _leaves(node: Element, ref: str) -> Iterator[str]:
    for child in node:
        name = _local(child)
        if name == OF_THE_SYSTEM:
            continue
        if len(child):
            yield from _leaves(child, f"{ref}/{name}")
        else:
            yield f"{ref}/{name}"


def _items(parent: Element, model: _Model, place: _Place) -> Iterator[Item]:
    """The controls of the body in order; a group that only wraps its repeat is not told twice."""
    for control in parent:
        name = _local(control)
        if name in ("label", "hint", "itemset", "item", "value"):
            continue
        ref = control.get("nodeset") or control.get("ref") or control.get("bind") or ""
        inner = (
            next((each for each in control if _local(each) == "repeat"), None) if name == "group" else None
        )
        if inner is not None:
            yield from _repeat(control, inner, model, place)
        elif name in ("group", "repeat"):
            yield from _group(control, name, ref, (model, place))
        elif ref and "label" in control.get("appearance", "").split() and name in TABLED:
            model.headings.add(ref)
        elif ref:
            yield _question(control, model, replace(place, ref=ref))


def _repeat(group: Element, repeat: Element, model: _Model, place: _Place) -> Iterator[Item]:
    ref = repeat.get("nodeset", "")
    made = _item(group, "repeat", model, replace(place, ref=ref))
    yield made
    yield from _items(repeat, model, _Place(place.depth + 1, ref))


def _group(control: Element, kind: str, ref: str, at: tuple[_Model, _Place]) -> Iterator[Item]:
    model, place = at
    if ref:
        yield _item(control, kind, model, replace(place, ref=ref))
    repeat = ref if kind == "repeat" else place.repeat
    yield from _items(control, model, _Place(place.depth + 1, repeat))


def _question(control: Element, model: _Model, place: _Place) -> Item:
    made = _item(control, _kind(control, model.binds.get(place.ref)), model, place)
    return replace(made, options=_options(control, model))


def _item(control: Element, kind: str, model: _Model, place: _Place) -> Item:
    bind = model.binds.get(place.ref)
    return Item(
        ref=place.ref,
        kind=kind,
        labels=_words(control, "label", model),
        hints=_words(control, "hint", model),
        relevant=" ".join(bind.get("relevant", "").split()) if bind is not None else "",
        is_required=bind is not None and bind.get("required", "").startswith("true"),
        weft=_weft(bind) | (POSTCODE if "weft-postcode" in control.get("appearance", "").split() else {}),
        repeat=place.repeat,
        depth=place.depth,
    )


def _weft(bind: Element | None) -> dict[str, str]:
    if bind is None:
        return {}
    return {name.removeprefix(WEFT): text for name, text in bind.attrib.items() if name.startswith(WEFT)}


def _is_kept(ref: str, model: _Model, asked: set[str]) -> bool:
    """Not what a device fills in about itself or its owner, nor how often a repeat is asked."""
    if ref in model.headings:
        return False
    bind = model.binds.get(ref)
    is_of_device = bind is not None and bool(bind.get(f"{JR}preload"))
    return not is_of_device and not (ref.endswith("_count") and ref.removesuffix("_count") in asked)


def _unasked(ref: str, model: _Model, asked: list[Item]) -> Item:
    """A value worked out or carried along: it has a bind, and no place on a page."""
    bind = model.binds.get(ref)
    repeats = [item.ref for item in asked if item.kind == "repeat" and ref.startswith(item.ref + "/")]
    kind = "calculate" if bind is not None and bind.get("calculate") else "hidden"
    return Item(ref=ref, kind=kind, weft=_weft(bind), repeat=max(repeats, key=len, default=""))


def _kind(control: Element, bind: Element | None) -> str:
    name = _local(control)
    if name == "upload":
        return UPLOADS.get(control.get("mediatype", ""), "file")
    if name in KINDS_BY_CONTROL:
        return KINDS_BY_CONTROL[name]
    of_type = (bind.get("type", "string") if bind is not None else "string").rpartition(":")[2]
    if name == "range":
        return "decimal" if of_type == "decimal" else "integer"
    if name == "input" and of_type == "string" and _is_note(bind):
        return "note"
    return KINDS_BY_TYPE.get(of_type, "text")


def _is_note(bind: Element | None) -> bool:
    return bind is not None and bind.get("readonly", "").startswith("true") and not bind.get("calculate")


def _options(control: Element, model: _Model) -> tuple[Option, ...]:
    """Every option a choice filter may ever let through, in order, each once."""
    found: dict[str, Option] = {}
    for each in control:
        if _local(each) == "item":
            option = Option(_said(each.find(f"{XF}value")), _words(each, "label", model))
            found.setdefault(option.value, option)
        elif _local(each) == "itemset":
            for option in _listed(each, model):
                found.setdefault(option.value, option)
    return tuple(found.values())


def _listed(itemset: Element, model: _Model) -> Iterator[Option]:
    nodeset = itemset.get("nodeset", "")
    name = nodeset.partition("instance('")[2].partition("'")[0]
    value, label = itemset.find(f"{XF}value"), itemset.find(f"{XF}label")
    value_name = (value.get("ref") if value is not None else "") or "name"
    label_ref = (label.get("ref") if label is not None else "") or "label"
    for item in model.lists.get(name, []):
        parts = {_local(part): (part.text or "").strip() for part in item}
        itext = label_ref.partition("jr:itext(")[2].rstrip(") ")
        words: Words = model.texts.get(parts.get(itext, ""), {}) if itext else {"": parts.get(label_ref, "")}
        yield Option(parts.get(value_name, ""), words, parts.get("missing", ""))


def _words(control: Element, what: str, model: _Model) -> Words:
    found = next((each for each in control if _local(each) == what), None)
    if found is None:
        return {}
    ref = found.get("ref", "")
    if ref.startswith("jr:itext("):
        return model.texts.get(ref[len("jr:itext(") :].rstrip(") ").strip("'\""), {})
    return {"": _said(found)}


def _said(element: Element | None) -> str:
    """The words of a label; what another answer would fill in stands as three dots."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for each in element:
        parts += ["…" if _local(each) == "output" else "".join(each.itertext()), each.tail or ""]
    return " ".join("".join(parts).split())


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
