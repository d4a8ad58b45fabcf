"""The help pages as a Django application."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Holds no tables: the guides are files, and what they say of rules is read from the procedures in force."""

    name = "zhixing.help"
    label = "help"
    verbose_name = "Help"
