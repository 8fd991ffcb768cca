"""Shares as the office reads them."""

from django import template

register = template.Library()


@register.filter
def per_cent(share: float | None) -> str:
    """0.4256 -> "42.6 %"; a dash where there is no share."""
    return "–" if share is None else f"{100 * share:.1f}\N{NO-BREAK SPACE}%"
