"""Numbers and verdicts as words, in the reader's language. Per cent exists only here and in templates."""

import math
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

ARROWS = {"clearly higher": "M8 1l7 9h-4.5v5h-5v-5H1z", "clearly lower": "M8 15l7-9h-4.5V1h-5v5H1z"}
VERDICTS = {
    "clearly higher": _("Clearly higher"),
    "clearly lower": _("Clearly lower"),
    "no clear difference": _("No clear difference"),
    "more mixed than chance": _("More mixed than chance"),
    "less mixed than chance": _("Less mixed than chance"),
    "within chance: neither mixed nor unmixed": _("Within chance: neither mixed nor unmixed"),
    "target met": _("Target met"),
    "below target": _("Below target"),
}
NOT_COMPARABLE = "not comparable: "


class NotAVerdict(ValueError):
    """A word that is not one of the fixed verdicts."""


def whole(share: float) -> int:
    """A share as whole per cent, halves away from zero: 0.125 -> 13."""
    if isinstance(share, bool) or not isinstance(share, int | float) or not math.isfinite(share):
        raise TypeError(f"A share is a number from -1 to 1, not {type(share).__name__}.")
    if not -1 <= share <= 1:
        raise ValueError("A share lies between -1 and 1. Divide per cents by 100 first.")
    return int((Decimal(str(share)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent(share: float) -> str:
    """8% in English; each language says where the sign stands."""
    return pgettext("a whole per cent", "%(number)s%%") % {"number": whole(share)}


def decimal(number: float) -> str:
    """7.4: a mean, to one decimal, the reader's way."""
    return number_format(number, decimal_pos=1, use_l10n=True)


def span_decimal(low: float, high: float) -> SafeString:
    """7.3 to 7.5."""
    return _between(decimal(low), decimal(high))


def count(number: int) -> str:
    """6,601: thousands grouped the reader's way."""
    return number_format(int(number), decimal_pos=0, use_l10n=True, force_grouping=True)


def span(low: float, high: float) -> SafeString:
    """7 to 9: an interval of shares, kept in order inside right-to-left text."""
    return _between(str(whole(low)), str(whole(high)))


def span_percent(low: float, high: float) -> SafeString:
    """7% to 9%."""
    return _between(percent(low), percent(high))


def _between(low: str, high: str) -> SafeString:
    return format_html("<bdi>{}</bdi>", gettext("%(low)s to %(high)s") % {"low": low, "high": high})


def verdict(word: str) -> SafeString:
    """One of the fixed verdicts; the arrow of a clear one says direction, not merit."""
    if word.startswith(NOT_COMPARABLE):
        why = word.removeprefix(NOT_COMPARABLE)
        return format_html("{}", gettext("Not comparable: %(why)s") % {"why": why})
    if word not in VERDICTS:
        raise NotAVerdict(
            f"{word!r} is no verdict. Use one of: {', '.join(VERDICTS)}, or 'not comparable: why'."
        )
    said = gettext(VERDICTS[word])
    if word not in ARROWS:
        return format_html("{}", said)
    return format_html('<span class="verdict--clear">{}{}</span>', arrow(word), said)


def arrow(word: str) -> SafeString:
    return format_html(
        '<svg class="arrow" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill="currentColor" d="{}"/></svg>',
        ARROWS[word],
    )
