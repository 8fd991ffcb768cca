import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measure', '0006_seal_releases'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='contents_seal',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name='Contents',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held', models.JSONField()),
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contents', to='measure.release')),
            ],
        ),
    ]
