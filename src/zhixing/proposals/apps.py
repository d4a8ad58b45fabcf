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
        """Register proposal and handling with the floor of cases."""
        from zhixing.cases import kinds  # noqa: PLC0415 - needs loaded models
        from zhixing.proposals.kinds import HANDLING, PROPOSAL  # noqa: PLC0415 - needs loaded models

        kinds.register(PROPOSAL)
        kinds.register(HANDLING)
