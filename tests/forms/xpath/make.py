"""A small document, and expressions asked of it at a known time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from weft.forms.xpath import Context, Expression, Node, Value, World, compile_expression, parse_xml

NOW = datetime(2026, 11, 22, 9, 30, 15, 250_000, tzinfo=ZoneInfo("Europe/London"))
FORM = """<data id="visit" version="7">
  <name>Ada</name><age>36</age><blank/><born>1990-05-17</born><fruit>apple pear fig</fruit>
  <child><first>Ben</first><years>4</years></child>
  <child><first>Cleo</first><years>9</years></child>
  <child><first>Dov</first><years/></child>
  <place>51.5 -0.1 0 0</place>
  <orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1</orx:instanceID></orx:meta>
</data>"""
FRUITS = """<list>
  <item><name>apple</name><label>Apple</label><colour>red</colour></item>
  <item><name>fig</name><label>Fig</label><colour>green</colour></item>
</list>"""


def world(text: str = FORM, now: datetime = NOW) -> World:
    return World(
        root=parse_xml(text),
        now=now,
        instances={"fruits": parse_xml(FRUITS)},
        random=lambda: 0.25,
        properties={"username": "ada"},
        version="7",
    )


def node(at: World, path: str) -> Node:
    return compile_expression(path).nodes(Context(at.root, at))[0]


def ask(source: str, here: str = "/data", *, at: World | None = None) -> Value:
    """What an expression gives for the node at a path."""
    at = at or world()
    return compile_expression(source).evaluate(Context(node(at, here), at))


def text(source: str, here: str = "/data", *, at: World | None = None) -> str:
    at = at or world()
    return compile_expression(source).string(Context(node(at, here), at))


def texts(source: str, here: str = "/data") -> list[str]:
    """The text of every node an expression gives."""
    at = world()
    return [one.string_value() for one in compile_expression(source).nodes(Context(node(at, here), at))]


def compiled(source: str) -> Expression:
    return compile_expression(source)
