"""`weft measure attack` and `weft measure verify`: frozen releases, looked at by whoever keeps the service."""

import argparse
from typing import TYPE_CHECKING

from weft.cli import Refusal

if TYPE_CHECKING:
    from weft.measure.models import Release


def attack(options: argparse.Namespace) -> int:
    """Set every attacker on a release. Exit code 1 when one learns a small number to within five people."""
    (release,) = _releases(options.release)
    from weft.measure.cube.attack import attack_release
    from weft.measure.cube.kept import populations_of

    if not release.audited:
        raise Refusal(f"{release} was made before releases were audited: nothing is kept to attack.")
    before = [populations_of(each.audited) for each in _before(release)]
    found = attack_release(populations_of(release.audited), before, programmes=True)
    print(f"{release}: {found[0].cells:,} small numbers, {len(before)} earlier releases of the same people.")
    for each in found:
        said = (
            f"{each.narrow} learned to within 5 people, {each.exact} exactly; closest {each.narrowest} apart"
        )
        print(f"  {each.attack}: {said if each.cells else 'nothing to learn'}")
    if all(each.is_beaten_off for each in found):
        print("Nobody learns a small number.")
        return 0
    print("A small number is learned. Withdraw the release and tell the auditor.")
    return 1


def verify(options: argparse.Namespace) -> int:
    """Compare what the database holds with the seals and with the record. Exit code 1 when something differs."""
    releases = _releases(options.release)
    from weft.measure.queries.whole import faults_of

    wrong = 0
    for release in releases:
        faults = faults_of(release)
        wrong += bool(faults)
        print(f"  {release} ({release.public_id}): {'; '.join(faults) or 'whole'}")
    print(f"{len(releases)} releases checked, {wrong} altered.")
    return 1 if wrong else 0


def _releases(public_id: str | None) -> list["Release"]:
    import django

    django.setup()
    from django.db import connection

    from weft.measure.models import Release

    if "measure_release" not in connection.introspection.table_names():
        raise Refusal("there is nothing published here yet. Start the service once: ./weft serve")
    found = Release.objects.filter(public_id=public_id) if public_id else Release.objects.all()
    if public_id and not found:
        raise Refusal(f"there is no release {public_id}. It is the last part of its address.")
    return list(found)


def _before(release: "Release") -> list["Release"]:
    """Earlier releases of the same people, which whoever attacks may have kept."""
    from weft.measure.models import Release

    names = release.audited.get("earlier", [])
    return list(Release.objects.filter(public_id__in=names).order_by("published_at"))
