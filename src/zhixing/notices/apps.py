"""The floor of notices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class NoticesConfig(AppConfig):
    """Register the messages to people, and let them follow every entry."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.notices"
    label = "notices"
    verbose_name = _("Notices")

    @override
    def ready(self) -> None:
        """Follow every entry in its act's transaction; register the check of the gateways' settings, and the duties."""
        from zhixing.cases.duties import add_duties  # noqa: PLC0415 - needs loaded models
        from zhixing.cases.projecting import add_projector  # noqa: PLC0415 - needs loaded models
        from zhixing.notices import checks  # noqa: F401, PLC0415 - needs loaded models
        from zhixing.notices.duties import notices_to_look_after  # noqa: PLC0415 - needs loaded models
        from zhixing.notices.listening import remember_entry  # noqa: PLC0415 - needs loaded models

        add_projector("notices", remember_entry)
        add_duties("notices", notices_to_look_after)
