"""Evidence as an Altair chart of dots and intervals; needs altair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weft.stats.engines.border import need
from weft.stats.exports.tables import chosen, group

if TYPE_CHECKING:
    from weft.stats.evidence import Evidence
    from weft.stats.items import Item


def to_chart(evidence: Evidence, item: Item | str) -> object:
    """One item in every group: a dot and its 95 % interval.

    Args:
        evidence: any evidence.
        item: which item.

    Returns: altair.LayerChart; the watermark, if any, in its title.

    Raises: UnknownName: no such item; DesignError: altair is not installed.
    """
    alt = need("altair", "to draw this chart")
    found = chosen(evidence, item)
    values = [{"group": group(r), "est": r.cell.est, "lo": r.cell.lo, "hi": r.cell.hi} for r in found]
    title = [found[0].label, *([evidence.watermark] if evidence.watermark else [])]
    form = "%" if found[0].kind == "prop" else ""
    base = alt.Chart(alt.Data(values=values), title=title).encode(y=alt.Y("group:N", sort=None, title=None))
    axis = alt.Axis(format=form)
    line = base.mark_rule().encode(x=alt.X("lo:Q", title="Estimate and 95% interval", axis=axis), x2="hi:Q")
    return line + base.mark_point(filled=True).encode(x=alt.X("est:Q", axis=axis))
