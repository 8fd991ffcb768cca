"""Places that go together: which kind is booked only beside which, ages, and what somebody comes as."""

import re
from typing import Any

from django.db import migrations, models

CRECHE_KIND = re.compile(r"creche_(\d{1,2})_(\d{1,2})")


def say_of_creches(apps: Any, _editor: Any) -> None:
    """Crèche places planned before: their ages stand in their names, and they go with the session's first other kind."""
    capacities = apps.get_model("gather", "Capacity").objects
    for row in capacities.filter(kind__startswith="creche_"):
        found = CRECHE_KIND.fullmatch(row.kind)
        if found:
            others = capacities.filter(session=row.session_id).exclude(kind__startswith="creche_").order_by("pk")
            row.goes_with = others.values_list("kind", flat=True).first() or ""
            row.youngest, row.oldest = int(found[1]), int(found[2])
            row.save(update_fields=["goes_with", "youngest", "oldest"])


class Migration(migrations.Migration):

    dependencies = [
        ('gather', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='capacity',
            name='goes_with',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='capacity',
            name='oldest',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='capacity',
            name='role',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='capacity',
            name='youngest',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(say_of_creches, migrations.RunPython.noop),
    ]
