from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_accounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="contrast",
            field=models.CharField(
                blank=True, choices=[("usual", "Usual contrast"), ("high", "High contrast")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="account",
            name="text_mode",
            field=models.CharField(
                blank=True, choices=[("usual", "Usual size"), ("elder", "Large type")], max_length=10
            ),
        ),
    ]
