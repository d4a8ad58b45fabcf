"""The floor of cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class CasesConfig(AppConfig):
    """Register the case, its projections and the adopted procedures."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.cases"
    label = "cases"
    verbose_name = _("Cases")

    @override
    def ready(self) -> None:
        """Register the check that every kind has a procedure that holds, and let rules show what rests on them."""
        from zhixing.cases import adopting, checks  # noqa: F401, PLC0415 - needs loaded models
        from zhixing.rules.uses import procedures_from  # noqa: PLC0415 - needs loaded models

        procedures_from(adopting.all_in_force)
