"""Protect and audit a plan, and say of every estimate how it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from weft.measure.cube.earlier import still_said
from weft.measure.cube.kept import Encoded, Known, as_data
from weft.measure.cube.plan import GIVEN, Plan
from weft.measure.tables.evidence import Evidence, Row
from weft.measure.tables.protect import (
    WHY_SMALL_COUNT,
    WHY_TOO_NEAR_AN_END,
    Protected,
    Showing,
    protect,
)
from weft.registry.figure import WHY_EARLIER, WHY_WITHDRAWN
from weft.stats.disclosure import Audited, audit
from weft.stats.disclosure import Showing as Audit
from weft.stats.disclosure.rules import MOST_HIDDEN

TAKEN_OUT = {Audit.WITHDRAWN: WHY_WITHDRAWN, Audit.EARLIER_RELEASE: WHY_EARLIER}
NEAR_AN_END = (Audit.UNDER, Audit.OVER)


@dataclass(frozen=True, eq=False)
class Cube:
    """A plan with what may be said of it, population by population."""

    plan: Plan
    audited: dict[str, Audited]

    @property
    def certificate(self) -> dict[str, int]:
        """What the audit found, all populations together."""
        each = [audited.certificate for audited in self.audited.values()]
        return {
            "cells": sum(c.cells for c in each),
            "narrowest": min((c.narrowest for c in each if c.cells), default=0),
            "inside": min((c.inside for c in each if c.cells), default=0),
            "figures": sum(c.figures for c in each),
            "withdrawn": sum(c.withdrawn for c in each),
            "programmes": sum(c.programmes for c in each),
        }

    def kept(self) -> list[Encoded]:
        """Every population, to freeze with the release."""
        return [as_data(audited.said, self.plan.counts[name]) for name, audited in self.audited.items()]

    def shown(self, evidence: Evidence) -> list[Protected]:
        """How each estimate may be shown, in the order of the evidence."""
        return [self._shown(row) for row in evidence.rows]

    def _shown(self, row: Row) -> Protected:
        alone = protect(row.raw)
        said = self.audited[self.plan.of_indicator[row.indicator]].said
        cut = said.space.cut_names.index((row.breakdown, row.level) if row.breakdown else ("", ""))
        base = Audit(int(said.showing[0, cut, 0]))
        if base in TAKEN_OUT:  # no base, no percentage
            return Protected(Showing.HIDDEN, reason=TAKEN_OUT[base])
        if alone.showing is Showing.HIDDEN or row.counted is None:
            return alone
        answer = said.space.answer_names.index((row.indicator, "", GIVEN))
        share = Audit(int(said.showing[0, cut, answer]))
        why = TAKEN_OUT.get(share, _why_near_an_end(row) if share in NEAR_AN_END else "")
        return replace(Protected(Showing.HIDDEN, base=alone.base), reason=why) if why else alone


def _why_near_an_end(row: Row) -> str:
    """A ten that the audit took out says what every small number says."""
    given = row.counted or 0
    return WHY_SMALL_COUNT if min(given, row.n - given) <= MOST_HIDDEN else WHY_TOO_NEAR_AN_END


def build_cube(plan: Plan, earlier: Sequence[Sequence[Known]] = ()) -> Cube:
    """Protect, audit and repair every population.

    Args: earlier: releases before this one about the same people, population by population.
    Raises: DesignError: earlier releases give a small cell away, so that nothing can be published beside them.
    """
    audited = {}
    for people in plan.release.populations:
        counts = plan.counts[people.name]
        before = [said for kept in earlier if (said := still_said(counts, kept)) is not None]
        audited[people.name] = audit(counts, before)
    return Cube(plan, audited)
