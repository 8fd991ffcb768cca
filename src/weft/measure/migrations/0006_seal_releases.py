from typing import Any

from django.db import migrations

from weft.measure.cube.seal import kept_content, seal_of, seal_of_changes


def seal_what_is_public(apps: Any, _schema_editor: Any) -> None:
    """Releases made before there were seals are sealed as they stand today."""
    for each in apps.get_model("measure", "Release").objects.all():
        each.seal, each.changes_seal = seal_of(kept_content(each)), seal_of_changes(each)
        each.save(update_fields=["seal", "changes_seal"])


class Migration(migrations.Migration):

    dependencies = [
        ('measure', '0005_release_sign_off'),
    ]

    operations = [
        migrations.RunPython(seal_what_is_public, migrations.RunPython.noop),
    ]
