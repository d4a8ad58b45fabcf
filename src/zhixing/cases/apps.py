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
        """Register the checks that every kind has a procedure that holds."""
        from zhixing.cases import checks  # noqa: F401, PLC0415 - registers the system check
