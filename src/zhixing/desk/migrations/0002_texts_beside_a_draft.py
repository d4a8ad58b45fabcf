"""A draft may have other texts of its act beside it, and says which revision it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_drafts")]

    operations = [
        migrations.RemoveConstraint(model_name="draft", name="desk_draft_one_for_each_act"),
        migrations.AddField("draft", "beside", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("draft", "revision", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("draft", "page", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("draft", "turn", models.PositiveIntegerField(default=0)),
        migrations.AddField("draft", "source", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("draft", "remarks", models.JSONField(default=list)),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("person_id", "kind", "case", "act", "beside"), name="desk_draft_one_for_each_text"
            ),
        ),
    ]
