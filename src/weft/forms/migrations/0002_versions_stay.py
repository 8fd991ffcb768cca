"""What a version asks stays as it is: the database refuses a change."""

from typing import Any

from django.db import migrations

from weft.forms import triggers


def begin(_apps: Any, schema_editor: Any) -> None:
    triggers.create(schema_editor.connection)


def undo(_apps: Any, schema_editor: Any) -> None:
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_initial")]
    operations = [migrations.RunPython(begin, undo)]
