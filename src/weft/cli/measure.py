"""`weft measure`: a survey file to protected tables, on the analyst's own machine, without a database."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from weft.cli import Refusal

if TYPE_CHECKING:
    from weft.measure.tables.evidence import Evidence
    from weft.measure.tables.recipe import Recipe, RecipeError
    from weft.reading import SurveyFile
    from weft.registry.load import Registry

BAR_WIDTH = 30
MOST_BYTES = 1_000_000  # of a recipe


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("measure", help="a survey file to safe tables, with intervals")
    inner = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    _add_tables(inner.add_parser("tables", help="estimate indicators by group and write protected tables"))
    listing = inner.add_parser("indicators", help="list the indicators with their labels")
    listing.set_defaults(run=list_indicators)
    _add_frozen(inner)
    describing = inner.add_parser("describe", help="what a file holds, and a recipe to start from")
    describing.add_argument("file", type=Path, help="CSV, SPSS, Stata or Parquet")
    describing.add_argument("--out", type=Path, help="write the recipe here, not to the screen")
    describing.set_defaults(run=describe)


def _add_frozen(inner: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from weft.cli import measure_releases, measure_site

    measure_site.add(inner.add_parser("site", help="the public pages as plain files for any web host"))
    attacking = inner.add_parser("attack", help="attack a published release, and say what was recovered")
    attacking.add_argument("release", help="the last part of its address")
    attacking.set_defaults(run=measure_releases.attack)
    verifying = inner.add_parser("verify", help="check that published releases are as they were published")
    verifying.add_argument("release", nargs="?", help="the last part of its address (default: every release)")
    verifying.set_defaults(run=measure_releases.verify)


def _add_tables(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV, SPSS, Stata or Parquet")
    parser.add_argument(
        "--design", type=Path, required=True, help="the recipe: columns, sample design (YAML)"
    )
    parser.add_argument("--indicators", help="R1,O2 or a file of your own definitions (YAML)")
    parser.add_argument("--by", help="breakdowns or columns of the file: age_band,sex")
    parser.add_argument("--out", type=Path, default=Path("tables"), help="folder to write (default: tables)")
    parser.add_argument("--replace", action="store_true", help="replace a folder made by this command")
    parser.set_defaults(run=tables)


def list_indicators(options: argparse.Namespace) -> int:  # noqa: ARG001 - the shape of every command
    """Print every indicator: id, label, and whether it is computed or brought in."""
    from weft.registry.definitions import Estimator
    from weft.registry.load import load_registry

    for indicator in load_registry().indicators.values():
        note = "  (published values only)" if indicator.estimator is Estimator.IMPORTED else ""
        print(f"{indicator.id:<6}{indicator.label}{note}")
    return 0


def describe(options: argparse.Namespace) -> int:
    """Print what a file holds and a suggested recipe."""
    from weft.measure.tables.description import description
    from weft.registry.load import load_registry

    if options.out and options.out.exists():
        raise Refusal(f"{options.out} is already there. Choose another name for --out.")
    text = description(_read(options.file, 1.0), load_registry())
    if not options.out:
        print(text, end="")
        return 0
    try:
        options.out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{options.out} cannot be written: {error.strerror}.") from error
    tell(f"Wrote {options.out}. Fill in the facts about the survey and check every line.")
    return 0


def tables(options: argparse.Namespace) -> int:
    """Estimate and write the folder, or say one clear thing and write nothing."""
    from weft.measure.tables.folder import FolderRefusal, Made, refuse_folder, write_folder
    from weft.measure.tables.recipe import RecipeError
    from weft.measure.tables.rows import refuse_unsaid

    text = _recipe_text(options.design)
    try:
        recipe, registry = _recipe(text, options)
        refuse_folder(options.out, replace=options.replace)
        refuse_unsaid(recipe.survey)
        survey = _read(options.file, 0.5)
        evidence, recipe = _estimate(survey, recipe, registry)
        made = Made(evidence, recipe, registry, survey.sha256, survey.rows)
        write_folder(made, options.out, replace=options.replace)
    except RecipeError as error:
        raise Refusal(_located(error, text, options)) from error
    except FolderRefusal as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        raise Refusal(f"{options.out} cannot be written: {error.strerror}.") from error
    progress(1.0, "Done")
    _report(made.evidence, options.out)
    return 0


def _report(evidence: "Evidence", out: Path) -> None:
    indicators = len({row.indicator for row in evidence.rows})
    tell(
        f"\n{indicators} {'indicator' if indicators == 1 else 'indicators'}, {len(evidence.rows)} estimates."
    )
    if evidence.skipped:
        tell(f"{len(evidence.skipped)} could not be estimated; how-we-know.md says why.")
    tell(f"{out / 'public'} may be published; the rest of {out} is internal.")


def _recipe_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Refusal(f"{path} is over 1 MB, too large for a recipe. Check the name.")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"{path} cannot be opened: {error.strerror}. Check its name and folder.") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not UTF-8 text. Save it as UTF-8.") from error


def _recipe(text: str, options: argparse.Namespace) -> tuple["Recipe", "Registry"]:
    """The recipe file with the options laid over it, and the definitions it may use."""
    from weft.measure.tables.bank import check_definitions, registry_for, with_definitions
    from weft.measure.tables.recipe import recipe_from_yaml
    from weft.registry.definitions import DefinitionError

    recipe = recipe_from_yaml(text)
    try:
        check_definitions(text, options.design.name)
        if _is_file(options.indicators):
            recipe = with_definitions(recipe, Path(options.indicators))
        elif options.indicators:
            recipe = replace(recipe, indicators=_listed(options.indicators))
        if options.by is not None:
            recipe = replace(recipe, by=_listed(options.by))
        return recipe, registry_for(recipe)
    except DefinitionError as error:
        raise Refusal(str(error)) from error


def _is_file(indicators: str | None) -> bool:
    return bool(indicators) and str(indicators).lower().endswith((".yaml", ".yml"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _read(path: Path, share: float) -> "SurveyFile":
    """Read the file in its own limited process, sized for a file of the analyst's own."""
    from weft.reading import Limits, read_survey
    from weft.reading import Refusal as ReadingRefusal

    try:
        size = path.stat().st_size if path.is_file() else 0
        limits = Limits.for_size(size)
        return read_survey(path, limits=limits, on_progress=lambda done, doing: progress(share * done, doing))
    except ReadingRefusal as refusal:
        raise Refusal(f"{path.name}: {refusal}") from refusal


def _estimate(survey: "SurveyFile", recipe: "Recipe", registry: "Registry") -> tuple["Evidence", "Recipe"]:
    """The evidence, and the recipe with the indicators it came to name."""
    from weft.measure.tables.evidence import estimate
    from weft.measure.tables.prepare import prepare
    from weft.stats.errors import StatsError

    try:
        progress(0.5, "Answers, groups and weights")
        prepared = prepare(survey, recipe, registry)
        found = estimate(prepared, recipe, registry, lambda done, doing: progress(0.55 + 0.4 * done, doing))
    except StatsError as error:
        raise Refusal(f"the sample design: {error}") from error
    progress(0.96, "Writing the tables")
    keys = dict.fromkeys(row.indicator for row in found.rows)
    return found, replace(recipe, indicators=tuple(keys))


def _located(error: "RecipeError", text: str, options: argparse.Namespace) -> str:
    """FILE:LINE: what is wrong, or the option it was said in."""
    from weft.measure.tables.lines import line_of

    part = error.path.split(", ")[0]
    said_in = {"by": options.by is not None, "indicators": bool(options.indicators)}
    if said_in.get(part):
        return f"--{error}"
    if error.path.startswith("line "):
        return f"{options.design.name}:{error.path.removeprefix('line ')}: {error.found} {error.remedy}"
    line = line_of(text, error.path)
    return f"{options.design.name}:{line or 1}: {error}"


def tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def progress(done: float, doing: str) -> None:
    """A bar on one line of a terminal; a line a step elsewhere. On stderr: stdout is for what was asked."""
    if sys.stderr.isatty():
        filled = round(done * BAR_WIDTH)
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:4.0%} {doing:<48.48}")
    else:
        sys.stderr.write(f"{done:4.0%} {doing}\n")
    sys.stderr.flush()
