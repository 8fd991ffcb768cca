"""One row for the end of the chains, and the triggers that keep events and facts as they were written."""

from typing import Any

from django.db import migrations

from weft.record import triggers


def begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("record", "ChainHead").objects.get_or_create(pk=1)
    triggers.create(schema_editor.connection)


def undo(apps: Any, schema_editor: Any) -> None:
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(begin, undo)]
