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
        """Register the kinds of this room with the floor of cases."""
        from zhixing.cases import kinds  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.assessment_kinds import KINDS as ASSESSING  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.key_kinds import KINDS as KEY_KINDS  # noqa: PLC0415 - needs loaded models
        from zhixing.supervision.kinds import KINDS  # noqa: PLC0415 - needs loaded models

        for kind in (*KINDS, *KEY_KINDS, *ASSESSING):
            kinds.register(kind)
