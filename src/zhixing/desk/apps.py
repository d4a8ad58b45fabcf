"""The floor where people work: what waits for them, the cases they see, and the acts they perform."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class DeskConfig(AppConfig):
    """Register the drafts of whoever is signed in, and what its pages give to look after."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.desk"
    label = "desk"
    verbose_name = _("Desk")

    @override
    def ready(self) -> None:
        """Let the inbox show the duties of offices and administrators."""
        from zhixing.cases.duties import add_duties  # noqa: PLC0415 - needs loaded models
        from zhixing.desk.duties import desk_to_look_after  # noqa: PLC0415 - needs loaded models

        add_duties("desk", desk_to_look_after)
