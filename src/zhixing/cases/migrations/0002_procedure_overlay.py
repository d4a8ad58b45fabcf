from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_cases_and_projections"),
    ]

    operations = [
        migrations.AddField(
            model_name="proceduretext",
            name="overlay",
            field=models.JSONField(default=dict),
        ),
    ]
