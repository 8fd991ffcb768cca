"""Words that come with the service but stand in lists and files, not in the call that translates them."""

from collections.abc import Callable, Iterable

import yaml

from tests.web.wordings import SRC
from weft.measure.queries.picture import THEME_QUESTIONS
from weft.measure.tables import protect
from weft.people.languages import LANGUAGES
from weft.people.matching.rules import FIELDS
from weft.people.roles.matrix import matrix
from weft.places.access import features, groups
from weft.record.words import sentences
from weft.registry.figure import SampleType

BLUEPRINTS = (*SRC.glob("blueprints/*/blueprint.yaml"), SRC / "programmes/blueprint/starter/blueprint.yaml")
ACCESS, BLUEPRINT, FIXED, MATRIX = (
    "places/access.yaml",
    "blueprint.yaml",
    "people/matching/rules.py",
    "matrix.yaml",
)
HIDDEN, NAMES, RECORD, THEMES = "why hidden", "people/languages.py", "record/words.yaml", "picture.py"
MARKED = "gettext_noop"  # marked where they are written, so the reader of code finds them
# file: what is given to the call -> where its words come from
COMES_FROM = {
    "gather/forms/book.py: words": BLUEPRINT,
    "gather/forms/book.py: str(asked['title'])": BLUEPRINT,
    "gather/forms/find.py: features()[key].label": ACCESS,
    "gather/forms/find.py: name": NAMES,
    "gather/pairing/words.py: FIELDS[field].get(what, what)": FIXED,
    "gather/views/find.py: features()[key].label": ACCESS,
    "gather/views/parts.py: name": NAMES,
    "measure/views/explore_choices.py: label": THEMES,
    "measure/views/rows.py: t.label": THEMES,
    "measure/views/rows.py: t.question": THEMES,
    "measure/views/rows.py: tile.words": MARKED,
    "measure/views/rows.py: _STATUS[bench.status]": MARKED,
    "measure/templates/measure/explore/take.html: file.words": MARKED,
    "people/languages.py: name": NAMES,
    "people/matching/forms.py: name": FIXED,
    "people/roles/matrix.py: self.english_label": MATRIX,
    "people/roles/matrix.py: self.english_may": MATRIX,
    "people/roles/shown.py: found.actions[rule.action]": MATRIX,
    "places/access.py: feature.label": ACCESS,
    "places/access.py: name": ACCESS,
    "places/access.py: f.label": ACCESS,
    "places/forms/search.py: features()[key].label": ACCESS,
    "places/views/parts.py: label": ACCESS,
    "places/views/parts.py: name": ACCESS,
    "places/views/public.py: features()[key].label": ACCESS,
    "record/words.py: sentence": RECORD,
    "web/showing.py: found.value.reason": HIDDEN,
    "web/showing.py: found.interval.reason": HIDDEN,
    "web/words.py: VERDICTS[word]": MARKED,
}


def _matrix() -> Iterable[str]:
    for role in matrix().roles.values():
        yield from (f"role\x04{role.english_label}", role.english_may)
    yield from matrix().actions.values()


def _access() -> Iterable[str]:
    return [*(each.label for each in features().values()), *groups().values()]


def _blueprints() -> Iterable[str]:
    """The questions about mixing of the programmes that come with the service; a city's own are its own words."""
    for path in BLUEPRINTS:
        for asked in yaml.safe_load(path.read_text(encoding="utf-8")).get("mixing", {}).get("traits", []):
            yield from (asked["title"], *asked["options"].values())


def _hidden() -> Iterable[str]:
    """Why a value or its interval is not shown; in words of every kind of sample but the random one."""
    yield from (words for name, words in vars(protect).items() if name.startswith("WHY_"))
    for sample in SampleType:
        if not sample.speaks_for_everyone:
            yield f"{sample.label}, not a random sample"


SOURCES: dict[str, Callable[[], Iterable[str]]] = {
    ACCESS: _access,
    BLUEPRINT: _blueprints,
    FIXED: lambda: (words for labels in FIELDS.values() for words in labels.values()),
    HIDDEN: _hidden,
    MARKED: tuple,
    MATRIX: _matrix,
    NAMES: lambda: (name for _code, name in LANGUAGES),
    RECORD: lambda: sentences().values(),
    THEMES: lambda: (words for both in THEME_QUESTIONS.values() for words in both),
}
