"""Tags and filters every template has: numbers, verdicts, drawings. Loaded as a builtin."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from weft.web import charts, cloth, inputs, showing, words

register = template.Library()

register.filter("count", words.count)
register.filter("as_percent", words.percent)
register.simple_tag(showing.value, name="value")
register.simple_tag(showing.interval, name="interval")
register.simple_tag(showing.base, name="base")
register.simple_tag(showing.reason, name="reason")
register.simple_tag(showing.share_left_out, name="share_left_out")
register.simple_tag(words.verdict, name="verdict")
register.simple_tag(words.arrow, name="arrow")
register.simple_tag(inputs.choices, name="choices")
register.simple_tag(charts.interval_chart, name="interval_chart")
register.simple_tag(charts.difference_chart, name="difference_chart")
register.simple_tag(cloth.ring, name="ring")


@register.simple_tag(takes_context=True)
def frame_part(context: template.Context, name: str) -> SafeString:
    """The header or footer. Kept in memory where it is the same for everybody: nobody signed in, no link that knows
    which page it stands on."""
    user, links = context.get("user"), context.get("main_links") or ()
    about_here = context.get("other_languages") or any(link["here"] for link in links)
    if about_here or getattr(user, "is_authenticated", False):
        return _part(context, name)
    key = (name, get_language(), context.get("city"), context.get("demo"), len(links))
    if key not in _parts:
        _parts[key] = _part(context, name)
    return _parts[key]


_parts: dict[tuple[Any, ...], SafeString] = {}  # by file, language, city: a handful


def _part(context: template.Context, name: str) -> SafeString:
    found = context.template.engine.get_template(name)  # type: ignore[union-attr]
    return found.render(context)


@register.simple_tag
def tile_map(tiles: Iterable[charts.Tile], label: str) -> SafeString:
    return charts.tile_map(tiles, label)


@register.simple_tag
def scale(scale_max: float, phone: bool = False) -> SafeString:
    """0%, half, end: the words of the axis. `phone=True` is the copy in the caption for stacked rows."""
    return _scale((words.percent(0), words.percent(scale_max / 2), words.percent(scale_max)), phone)


@register.simple_tag
def difference_scale(reach: float = 0.2, phone: bool = False) -> SafeString:
    end = words.whole(reach)
    return _scale((gettext("%(number)s points") % {"number": f"\u2212{end}"}, "0", f"+{end}"), phone)


def _scale(labels: tuple[str, str, str], phone: bool) -> SafeString:
    ends = format_html_join("", "<span><bdi>{}</bdi></span>", ((label,) for label in labels))
    return format_html('<span class="scale{}">{}</span>', " scale--phone" if phone else "", ends)
