"""The floor where people work: what waits for them, the cases they see, and the acts they perform."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Register the drafts of whoever is signed in."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.desk"
    label = "desk"
    verbose_name = _("Desk")
