"""Accounts, sign-in attempts and the access log."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assembly", "0001_who_exists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "sign_in",
                    models.CharField(
                        error_messages={"unique": "This sign-in name is taken. Choose another."},
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[\\w.@-]+$", "Use letters, digits and . _ - @ without spaces."
                            )
                        ],
                        verbose_name="Sign-in name",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                (
                    "language",
                    models.CharField(blank=True, choices=[("zh-hans", "中文"), ("en", "English")], max_length=10),
                ),
                ("text_mode", models.CharField(blank=True, choices=[("elder", "Large type")], max_length=10)),
                ("contrast", models.CharField(blank=True, choices=[("high", "High contrast")], max_length=10)),
                ("last_signed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="assembly.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["sign_in"],
            },
        ),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("post", models.CharField(blank=True, max_length=200)),
                ("what", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="access_log", to="assembly.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_log",
                        to="assembly.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "look at something sensitive",
                "verbose_name_plural": "access log",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("name_digest", models.CharField(max_length=64)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("succeeded", "Signed in"),
                            ("failed", "Wrong name or password"),
                            ("refused", "Refused after too many attempts"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in attempt",
                "verbose_name_plural": "sign-in attempts",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("sign_in", django.db.models.functions.text.Lower(models.F("sign_in")))),
                name="account_sign_in_is_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("sign_in", ""), _negated=True), name="account_sign_in_is_given"
            ),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["body", "at"], name="accesslog_by_day"),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["body", "subject"], name="accesslog_by_subject"),
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(fields=["name_digest", "at"], name="signinattempt_by_name"),
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(fields=["address", "at"], name="signinattempt_by_address"),
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(fields=["at"], name="signinattempt_by_age"),
        ),
    ]
