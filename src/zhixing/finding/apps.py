"""The floor of finding."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class FindingConfig(AppConfig):
    """Register what is found of cases and names, and let it follow both."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.finding"
    label = "finding"
    verbose_name = _("Search")

    @override
    def ready(self) -> None:
        """Follow every entry in the transaction of its act, and every name as it is saved."""
        from zhixing.assembly.following import follow_names  # noqa: PLC0415 - needs loaded models
        from zhixing.cases.projecting import add_projector  # noqa: PLC0415 - needs loaded models
        from zhixing.finding import listening  # noqa: PLC0415 - needs loaded models

        add_projector("finding", listening.remember_entry, in_bulk=listening.remember_cases)
        follow_names("finding", listening.spell_name)
