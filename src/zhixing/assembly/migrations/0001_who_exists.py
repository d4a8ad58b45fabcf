"""Who exists: committees, organisations, people, sectors and days."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import zhixing.assembly.codes
import zhixing.assembly.models.organisations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("short_name", models.CharField(max_length=40)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "National"),
                            ("province", "Province"),
                            ("prefecture", "Prefecture"),
                            ("county", "County"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "area_code",
                    models.CharField(
                        blank=True, max_length=6, null=True, validators=[zhixing.assembly.codes.check_area_code]
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        max_length=12,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^(\\d{6}|x\\d{4,})$")],
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("proposed", "Proposed, to be confirmed")],
                        default="confirmed",
                        max_length=10,
                    ),
                ),
                ("modules_off", models.JSONField(blank=True, default=list)),
                ("demo_clock", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="assembly.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "committee",
                "verbose_name_plural": "committees",
                "ordering": ["area_code", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee_office", "CPPCC leadership or office"),
                            ("special_committee", "Special committee"),
                            ("party_committee_department", "Party committee department"),
                            ("government_department", "Government department"),
                            ("court_procuratorate", "Court or procuratorate"),
                            ("democratic_party", "Democratic party"),
                            ("peoples_organisation", "People's organisation"),
                            ("township", "Township or subdistrict"),
                            ("stationed_here", "Unit stationed here"),
                            ("public_institution", "Public institution"),
                            ("enterprise", "Enterprise"),
                            ("sector_group", "Sector group"),
                            ("other", "Other organisation"),
                        ],
                        default="other",
                        max_length=30,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("short_name", models.CharField(blank=True, max_length=40)),
                ("uscc", models.CharField(blank=True, max_length=18, validators=[zhixing.assembly.codes.check_uscc])),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("party", "Party committee side"),
                            ("government", "Government side"),
                            ("court", "Court and procuratorate"),
                            ("cppcc", "CPPCC side"),
                            ("other", "Other side"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                (
                    "functions",
                    models.JSONField(
                        blank=True, default=list, validators=[zhixing.assembly.models.organisations.check_functions]
                    ),
                ),
                ("official_order", models.PositiveIntegerField(default=9999)),
                (
                    "status",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("proposed", "Proposed, to be confirmed")],
                        default="confirmed",
                        max_length=10,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="organisations", to="assembly.body"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["official_order", "id"],
            },
        ),
        migrations.CreateModel(
            name="OrganisationChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("merge", "Merged"), ("split", "Split"), ("rename", "Renamed")], max_length=10
                    ),
                ),
                ("on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisation_changes",
                        to="assembly.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of organisations",
                "verbose_name_plural": "changes of organisations",
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="OrganisationChangeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_into",
                        to="assembly.organisation",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_from",
                        to="assembly.organisation",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assembly.organisationchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a change",
                "verbose_name_plural": "steps of a change",
                "ordering": ["change", "id"],
            },
        ),
        migrations.CreateModel(
            name="OrganisationName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=100)),
                ("short_name", models.CharField(blank=True, max_length=40)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="assembly.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "ordering": ["organisation", "until"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("name_sort", models.CharField(blank=True, max_length=200)),
                ("initials", models.CharField(blank=True, max_length=60)),
                ("gender", models.CharField(blank=True, choices=[("2", "Female"), ("1", "Male")], max_length=1)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("phone", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name_sort", "id"],
                "indexes": [models.Index(fields=["name"], name="person_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("birth_year", None), ("birth_year__range", (1900, 2200)), _connector="OR"),
                        name="person_birth_year_is_sane",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_memberships",
                        to="assembly.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_memberships",
                        to="assembly.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a special committee",
                "verbose_name_plural": "places in special committees",
                "ordering": ["organisation", "id"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("vice_chair", "Vice-chair"),
                            ("secretary_general", "Secretary-general"),
                            ("head", "Head of unit"),
                            ("director", "Director"),
                            ("signer", "Signer for an organisation"),
                            ("convener", "Convener"),
                            ("clerk", "Clerk"),
                            ("liaison", "Liaison"),
                            ("handler", "Handler"),
                            ("editor", "Editor"),
                            ("sysadmin", "System administrator"),
                            ("secadmin", "Security administrator"),
                            ("auditor", "Security auditor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="assembly.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="assembly.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["organisation", "id"],
            },
        ),
        migrations.CreateModel(
            name="Sector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("official_order", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "sector",
                "verbose_name_plural": "sectors",
                "ordering": ["official_order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="sector_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BodySector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("local_name", models.CharField(blank=True, max_length=40)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sectors", to="assembly.body"
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="assembly.sector"
                    ),
                ),
            ],
            options={
                "verbose_name": "sector in use",
                "verbose_name_plural": "sectors in use",
                "ordering": ["sector__official_order"],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="assembly.body"
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["body", "number"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("opens", models.DateField(blank=True, null=True)),
                ("closes", models.DateField(blank=True, null=True)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="assembly.term"
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["term", "number"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Member of the Communist Party of China"),
                            ("02", "Probationary member of the Communist Party of China"),
                            ("03", "Member of the Communist Youth League"),
                            ("04", "Member of the Revolutionary Committee of the Kuomintang"),
                            ("05", "Member of the China Democratic League"),
                            ("06", "Member of the China National Democratic Construction Association"),
                            ("07", "Member of the China Association for Promoting Democracy"),
                            ("08", "Member of the Chinese Peasants' and Workers' Democratic Party"),
                            ("09", "Member of the China Zhi Gong Party"),
                            ("10", "Member of the Jiusan Society"),
                            ("11", "Member of the Taiwan Democratic Self-Government League"),
                            ("12", "Personage without party affiliation"),
                            ("13", "No party (general public)"),
                        ],
                        max_length=2,
                    ),
                ),
                ("standing", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="assembly.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="assembly.person"
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="assembly.sector",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="assembly.term"
                    ),
                ),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["body", "id"],
            },
        ),
        migrations.CreateModel(
            name="YearArrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("official", models.BooleanField()),
                ("source", models.CharField(max_length=200)),
                ("revision", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "verbose_name": "year's arrangement of days off",
                "verbose_name_plural": "yearly arrangements of days off",
                "ordering": ["year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1949, 2200))), name="yeararrangement_year_is_sane"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MakeUpDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="make_up_days",
                        to="assembly.yeararrangement",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days_off",
                        to="assembly.yeararrangement",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.UniqueConstraint(
                fields=("name",),
                name="body_name_is_unique",
                violation_error_message="A committee of this name exists already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.UniqueConstraint(
                fields=("area_code",),
                name="body_has_its_area_alone",
                violation_error_message="Another committee has this area code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "proposed"), ("area_code__isnull", False), _connector="OR"),
                name="body_confirmed_has_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("area_code", None),
                    models.Q(("area_code", "100000"), ("level", "national")),
                    models.Q(
                        ("area_code__endswith", "0000"),
                        ("level", "province"),
                        models.Q(("area_code", "100000"), _negated=True),
                    ),
                    models.Q(
                        ("area_code__endswith", "00"),
                        ("level", "prefecture"),
                        models.Q(("area_code__endswith", "0000"), _negated=True),
                    ),
                    models.Q(("level", "county"), models.Q(("area_code__endswith", "00"), _negated=True)),
                    _connector="OR",
                ),
                name="body_area_fits_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="body_is_not_its_own_parent"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["body", "official_order"], name="organisation_official_list"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("body", "name"),
                name="organisation_name_is_unique_today",
                violation_error_message="A unit of this name exists already. Use it, or end it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None), models.Q(("uscc", ""), _negated=True)),
                fields=("body", "uscc"),
                name="organisation_uscc_is_unique_today",
                violation_error_message="Another unit has this unified social credit code. Check both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="organisation_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="organisationchange",
            index=models.Index(fields=["body", "on"], name="organisationchange_by_day"),
        ),
        migrations.AddConstraint(
            model_name="organisationchangestep",
            constraint=models.UniqueConstraint(
                fields=("change", "before", "after"), name="organisationchangestep_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationname",
            constraint=models.UniqueConstraint(
                fields=("organisation", "until"), name="organisationname_ends_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationname",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", False)), name="organisationname_has_ended"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="organisationname_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemembership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("organisation", "person"),
                name="committeemembership_is_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeemembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="committeemembership_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("organisation", "person", "kind"), name="post_is_held_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("sysadmin", "secadmin", "auditor")), ("until", None)),
                fields=("person",),
                name="post_one_administrator",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="post_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodysector",
            constraint=models.UniqueConstraint(fields=("body", "sector"), name="bodysector_is_used_once"),
        ),
        migrations.AddConstraint(
            model_name="bodysector",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="bodysector_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("body", "number"), name="term_number_is_unique_in_body"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="term_number_begins_at_one"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="term_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("term", "number"), name="session_number_is_unique_in_term"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="session_number_begins_at_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes", None), ("closes__gte", models.F("opens")), _connector="OR"),
                name="session_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("term", "person"),
                name="membership_is_held_once",
                violation_error_message="This person has a seat in this term already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="membership_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="makeupday",
            constraint=models.UniqueConstraint(fields=("arrangement", "day"), name="makeupday_stands_once_in_its_year"),
        ),
        migrations.AddConstraint(
            model_name="dayoff",
            constraint=models.UniqueConstraint(fields=("arrangement", "day"), name="dayoff_stands_once_in_its_year"),
        ),
    ]
