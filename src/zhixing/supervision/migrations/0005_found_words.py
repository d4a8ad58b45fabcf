from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0004_assessments"),
    ]

    operations = [
        migrations.RenameField(model_name="scoring", old_name="seen", new_name="found_words"),
    ]
