"""The floor of stored files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class FilesConfig(AppConfig):
    """Register stored files and who handed them in."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "zhixing.files"
    label = "files"
    verbose_name = _("Files")

    @override
    def ready(self) -> None:
        """Register the check that the endings taken are known ones."""
        from zhixing.files import checks  # noqa: F401, PLC0415 - registers the system check
