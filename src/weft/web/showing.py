"""A Figure as words on a page. Nothing here takes a bare number: a template cannot show one.

BareFigure (TypeError)   a tag was given something else than a Figure
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from weft.registry.figure import WHY_EARLIER, WHY_WITHDRAWN, Figure, Hidden, Interval
from weft.registry.words import at_the_end
from weft.web import words


class BareFigure(TypeError):
    """A number without its definition, base, period, area, source and interval is not shown."""


def only_a_figure(thing: object) -> Figure:
    """The thing, if it is a Figure; refuses everything else."""
    if not isinstance(thing, Figure):
        raise BareFigure(
            f"A {type(thing).__name__} is not a Figure. Build a weft.registry.figure.Figure with its definition, "
            "base, period, area, source and interval; then show that."
        )
    return thing


def value(figure: object) -> SafeString:
    """8%, "about 10%" on a low base, 7.4 for a mean, or the hidden flag."""
    found = only_a_figure(figure)
    if isinstance(found.value, Hidden):
        return format_html('<span class="flag flag--hidden">{}</span>', gettext("hidden"))
    if end := at_the_end(found):
        template = gettext("under %(value)s") if end[0] == "under" else gettext("over %(value)s")
        return format_html("{}", template % {"value": words.percent(end[1])})
    shown = words.percent(found.value) if found.is_share else words.decimal(found.value)
    if found.has_low_base:
        shown = gettext("about %(value)s") % {"value": shown}
    return format_html("{}", shown)


def interval(figure: object, unit: bool = False) -> SafeString:
    """7 to 9 (7% to 9% with `unit`); why there is none; nothing beside a hidden value."""
    found = only_a_figure(figure)
    if found.is_hidden:
        return SafeString("")
    if not isinstance(found.interval, Interval):
        return format_html(
            "{}", gettext("no interval: %(reason)s") % {"reason": gettext(found.interval.reason)}
        )
    if not found.is_share:
        return words.span_decimal(found.interval.lo, found.interval.hi)
    say = words.span_percent if unit else words.span
    return say(found.interval.lo, found.interval.hi)


def base(figure: object) -> SafeString:
    """The number who answered, rounded as published; "under 30" when nothing may be said, unless it was withdrawn."""
    found = only_a_figure(figure)
    if found.base is None:
        if isinstance(found.value, Hidden) and found.value.reason in (WHY_WITHDRAWN, WHY_EARLIER):
            return format_html("{}", gettext("not shown"))
        return format_html("{}", gettext("under 30"))
    return format_html('<bdi class="number">{}</bdi>', words.count(found.base))


def reason(figure: object) -> SafeString:
    """Why a value is hidden; nothing when it is not."""
    found = only_a_figure(figure)
    return format_html("{}", gettext(found.value.reason) if isinstance(found.value, Hidden) else "")


def share_left_out(share: float | None) -> str:
    """The share of a survey's own people left out of a figure: a fact about the answers, not a figure."""
    if share is None:
        return gettext("fewer than 10 people")
    return gettext("under 1%") if 0 < share < 0.005 else words.percent(share)
