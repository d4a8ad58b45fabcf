"""The floor that knows who exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    """Register the models of committees, organisations and people."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.assembly"
    label = "assembly"
    verbose_name = _("Who exists")
