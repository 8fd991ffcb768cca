from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('measure', '0003_declared_changes'),
    ]

    operations = [
        migrations.DeleteModel(
            name='FailedSignIn',
        ),
    ]
