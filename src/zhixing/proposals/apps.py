"""The room of proposals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class ProposalsConfig(AppConfig):
    """Declare the kinds of this room."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.proposals"
    label = "proposals"
    verbose_name = _("Proposals")

    @override
    def ready(self) -> None:
        """Register this room's kinds and duties with the floors below, its reports, and let calls set the window."""
        from zhixing.cases import duties, kinds, projecting  # noqa: PLC0415 - needs loaded models
        from zhixing.insight import reports  # noqa: PLC0415 - needs loaded models
        from zhixing.proposals.duties import proposals_to_look_after  # noqa: PLC0415 - needs loaded models
        from zhixing.proposals.kinds import KINDS  # noqa: PLC0415 - needs loaded models
        from zhixing.proposals.reports import monthly, review, yearly  # noqa: PLC0415 - needs loaded models
        from zhixing.proposals.windows import follow_call  # noqa: PLC0415 - needs loaded models

        for kind in KINDS:
            kinds.register(kind)
        projecting.add_projector("plenary windows", follow_call)
        duties.add_duties("proposals", proposals_to_look_after)
        for report in (review.REPORT, yearly.REPORT):
            reports.register(report)
        for module in (review, monthly, yearly):
            for name, place, chapter in module.CHAPTERS:
                reports.add_chapter(module.SLUG, name, place, chapter)
