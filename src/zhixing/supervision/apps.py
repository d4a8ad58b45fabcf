"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class SupervisionConfig(AppConfig):
    """Declare the kinds of this room."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.supervision"
    label = "supervision"
    verbose_name = _("Supervision")

    @override
    def ready(self) -> None:
        """Register the kinds of this room with the floor of cases, and its reports with that of figures."""
        from zhixing.cases import kinds  # noqa: PLC0415 - needs loaded models
        from zhixing.insight import reports  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.assessment_kinds import KINDS as ASSESSING  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.key_kinds import KINDS as KEY_KINDS  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.kinds import KINDS  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.reports import chapters, monthly  # noqa: PLC0415 - needs loaded models

        for kind in (*KINDS, *KEY_KINDS, *ASSESSING):
            kinds.register(kind)
        reports.register(monthly.REPORT)
        for slug, added in (("monthly", monthly.CHAPTERS), ("review", chapters.REVIEW), ("yearly", chapters.YEARLY)):
            for name, place, chapter in added:
                reports.add_chapter(slug, name, place, chapter)
