"""Send drafts to their own SQLite file; everything else stays in the one database."""

from django.conf import settings
from django.db import models

from zhixing.config.database import DRAFTS

_LABEL = "desk"
_MODEL = "draft"


class DraftRouter:
    """Route the model `desk.Draft` to the alias `drafts` where there is one (SQLite), and nothing else there."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str | None:
        """The alias to read from, or None for no opinion."""
        return self._alias(model._meta.app_label, model._meta.model_name)

    def db_for_write(self, model: type[models.Model], **_hints: object) -> str | None:
        """The alias to write to, or None for no opinion."""
        return self._alias(model._meta.app_label, model._meta.model_name)

    def allow_relation(self, one: models.Model, other: models.Model, **_hints: object) -> bool | None:
        """Refuse links between the two files: no database could keep them."""
        return one._state.db == other._state.db

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: object) -> bool | None:
        """Whether the model's table belongs into that database."""
        if DRAFTS not in settings.DATABASES:
            return None
        is_draft = app_label == _LABEL and model_name == _MODEL
        return is_draft if db == DRAFTS else not is_draft

    def _alias(self, app_label: str, model_name: str | None) -> str | None:
        if DRAFTS in settings.DATABASES and (app_label, model_name) == (_LABEL, _MODEL):
            return DRAFTS
        return None
