"""Releases of synthetic cities, audited and attacked. `--cities 20` for the nightly run."""

from __future__ import annotations

import argparse
import time

import numpy as np

from tests.stats.disclosure.city import Size, counts, records
from tests.stats.disclosure.test_insiders import drawn, narrowest
from weft.stats.disclosure import attack
from weft.stats.disclosure.audit import audit
from weft.stats.disclosure.figures import suppress_only
from weft.stats.disclosure.rules import Showing

SIZES = (2000, 6601, 12000, 20000)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cities", type=int, default=4)
    parser.add_argument("--trust", action="store_true", help="with a question of three answers")
    asked = parser.parse_args()
    print(
        "people  tables  small  shown  withdrawn  %  narrowest  exact  <5  control  off  rounds  LPs  CPU s  insider"
        "  inside"
    )
    for seed in range(asked.cities):
        print(*_city(Size(SIZES[seed % len(SIZES)], with_trust=asked.trust), seed), sep="  ", flush=True)


def _city(size: Size, seed: int) -> list[object]:
    plan, true = counts(size, seed)
    start = time.process_time()
    out = {name: audit(c) for name, c in true.items()}
    seconds = time.process_time() - start
    certificates = [a.certificate for a in out.values()]
    lost = [r for n, a in out.items() for r in _attacks(a.said, true[n].small)]
    control = 0
    for c in true.values():
        said = suppress_only(c)
        width = attack.linked([said]).width
        control += int(np.sum((said.showing == Showing.SMALL_COUNT) & (width == 0)))
    shown, gone = sum(c.figures for c in certificates), sum(c.withdrawn for c in certificates)
    return [
        size.people, len(plan.tables()), sum(c.cells for c in certificates), shown, gone,
        f"{100 * gone / shown:.2f}", min(c.narrowest for c in certificates),
        sum(r.is_exact for r in lost), len(lost), control, f"{_off(out, true):.2f}",
        sum(c.rounds for c in certificates), sum(c.programmes for c in certificates), f"{seconds:.1f}",
        min(_insiders(size, seed, (true, out))), min(c.inside for c in certificates),
    ]  # fmt: skip


def _insiders(size: Size, seed: int, of: tuple[dict, dict]) -> list[int]:
    """The narrowest interval of twenty insiders in each wave."""
    found = []
    for wave, (name, audited) in enumerate(of[1].items()):
        true, people = of[0][name], records(size, 100 * seed + wave)
        found.append(narrowest(true, audited, drawn(true, people, 20)))
    return found


def _attacks(said: object, small: np.ndarray) -> list[attack.Recovered]:
    ways = (attack.differencing, attack.granularity, attack.linked)
    return [r for way in ways for r in attack.recovered(way([said]), small, way.__name__)]


def _off(out: dict, true: dict) -> float:
    """Median points between published and true shares of bases of at least 100."""
    off = []
    for name, audited in out.items():
        values, said = true[name].values, audited.said
        bases = np.broadcast_to(values[:, :, :1], values.shape)
        where = said.has_share & (bases >= 100)
        off.append(np.abs(said.value - 100 * values / np.maximum(bases, 1))[where])
    return float(np.median(np.concatenate(off)))


if __name__ == "__main__":
    main()
