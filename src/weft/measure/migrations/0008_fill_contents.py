from typing import Any

from django.db import migrations

from weft.measure.cube.contents import contents_of
from weft.measure.cube.seal import FIGURES, content_with, seal_of


def list_what_is_whole(apps: Any, _schema_editor: Any) -> None:
    """Releases that are as they were sealed get a table of contents; an altered one stays to be found out."""
    contents = apps.get_model("measure", "Contents").objects
    for each in apps.get_model("measure", "Release").objects.all():
        rows = list(each.estimates.values_list(*FIGURES))
        if each.seal != seal_of(content_with(each, rows)):
            continue
        held = contents_of(each, rows)
        each.contents_seal = seal_of(held)
        each.save(update_fields=["contents_seal"])
        contents.create(release=each, held=held)


class Migration(migrations.Migration):

    dependencies = [
        ('measure', '0007_contents_of_releases'),
    ]

    operations = [
        migrations.RunPython(list_what_is_whole, migrations.RunPython.noop),
    ]
