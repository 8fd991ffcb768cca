"""Synthetic respondents: who answered, at which address, with which weight."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from weft.demo import portrait
from weft.demo.margins import Floats, Margins, fitted, read_margins
from weft.demo.weighting import base_weights, raked

Ints = NDArray[np.int64]
RAKED_ON = ("age_band", "sex", "ethnic_group", "tenure", "borough")


@dataclass(frozen=True)
class Design:
    """How many answer, and where the sample is made larger or smaller than a borough's share of adults."""

    wave: str
    n: int
    seed: int
    boost: Mapping[str, float]

    def stream(self, name: str) -> np.random.Generator:
        """Random numbers for one purpose, so that a new question never changes the others."""
        return np.random.default_rng([self.seed, zlib.crc32(f"{self.wave}/{name}".encode())])


@dataclass(frozen=True)
class People:
    """n respondents: the position of each one's level by variable, and what the design needs.

    address: number of the address. base, weight: design and final weights, mean 1.
    traits: hidden leanings that make answers of one person, and of one address, go together.
    """

    design: Design
    levels: Mapping[str, Sequence[str]]
    of: Mapping[str, Ints]
    address: Ints
    base: Floats
    weight: Floats
    traits: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.address)

    def is_level(self, name: str) -> Floats:
        """1.0 where the person is at a level, named `tenure:social_rent`."""
        variable, level = name.split(":")
        at_level: Floats = (self.of[variable] == list(self.levels[variable]).index(level)).astype(float)
        return at_level


def draw_people(design: Design) -> People:
    """Respondents drawn from the census margins, with response that differs by age and tenure."""
    margins = read_margins()
    quota = _quota(design, margins)
    area, address, of = _candidates(design, margins, quota)
    kept = _responding(design, of, area, quota)
    of = {name: values[kept] for name, values in of.items()} | {"borough": area[kept]}
    address = np.unique(address[kept], return_inverse=True)[1]
    levels = {**margins.levels, **portrait.LEVELS, "borough": margins.codes}
    of = of | portrait.circumstances(design.stream("circumstances"), of, address)
    base = base_weights(design.stream("weights"), margins.adults(), of["borough"], address)
    targets = {name: np.array(list(margins.city(name).values())) for name in RAKED_ON[:-1]}
    targets["borough"] = margins.adults() / margins.adults().sum()
    weight = raked(base, {name: of[name] for name in RAKED_ON}, targets)
    return People(design, levels, of, address, base, weight, _traits(design, address))


def _quota(design: Design, margins: Margins) -> Ints:
    """Respondents wanted in each borough, adding up to n."""
    wish = margins.adults() * [design.boost.get(code, 1.0) for code in margins.codes]
    exact = wish / wish.sum() * design.n
    quota: Ints = np.floor(exact).astype(np.int64)
    quota[np.argsort(quota - exact)[: design.n - quota.sum()]] += 1
    return quota


def _candidates(design: Design, margins: Margins, quota: Ints) -> tuple[Ints, Ints, dict[str, Ints]]:
    """Adults at the sampled addresses: borough, address and characteristics of each."""
    draw = design.stream("people")
    home = np.repeat(np.arange(len(quota)), quota * 2 + 20)
    fifth = portrait.pick(draw, margins.shares("deprivation_fifth")[home])
    tenure_by_fifth = fitted(
        portrait.TENURE_BY_FIFTH, margins.shares("deprivation_fifth"), margins.shares("tenure")
    )
    tenure = portrait.pick(draw, tenure_by_fifth[home, fifth])
    group = portrait.pick(draw, margins.shares("ethnic_group")[home])
    adults = draw.choice([1, 2, 3, 4], len(home), p=portrait.ADULTS_AT_ADDRESS)
    address = np.repeat(np.arange(len(home)), adults)
    area = home[address]
    same = draw.random(len(area)) < 0.85
    another = portrait.pick(draw, margins.shares("ethnic_group")[area])
    of = {
        "deprivation_fifth": fifth[address],
        "tenure": tenure[address],
        "ethnic_group": np.where(same, group[address], another),
        "sex": portrait.pick(draw, margins.shares("sex")[area]),
    }
    for name, given, affinity in portrait.DRAWN_GIVEN:
        shares = fitted(affinity, margins.shares(given), margins.shares(name))
        of[name] = portrait.pick(draw, shares[area, of[given]])
    return area, address, of


def _responding(design: Design, of: Mapping[str, Ints], area: Ints, quota: Ints) -> Ints:
    """Who answers, to each borough's quota: fewer of the young and of private renters."""
    draw = design.stream("response")
    chance = portrait.RESPONSE_BY_AGE[of["age_band"]] * portrait.RESPONSE_BY_TENURE[of["tenure"]]
    willing = np.flatnonzero(draw.random(len(area)) < chance)
    rank = np.arange(len(willing)) - np.searchsorted(area[willing], area[willing])
    kept: Ints = willing[rank < quota[area[willing]]]
    if len(kept) != design.n:
        raise RuntimeError(f"Only {len(kept)} of {design.n} respondents were found. Draw more addresses.")
    return kept


def _traits(design: Design, address: Ints) -> dict[str, Floats]:
    draw = design.stream("traits")
    homes = int(address.max()) + 1
    return {
        name: 0.8 * draw.standard_normal(len(address)) + 0.6 * draw.standard_normal(homes)[address]
        for name in ("lonely", "neighbourly", "active", "content", "mixing")
    }
