"""Tell a supervisor whether the program lives and whether it can work."""

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the program answers at all."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when every database answers and is migrated, 503 with the reason in words otherwise."""
    trouble = not_ready()
    return HttpResponse(
        f"{trouble or 'ready'}\n", status=503 if trouble else 200, content_type="text/plain; charset=utf-8"
    )


def not_ready() -> str:
    """What keeps the installation from working, as one sentence, or nothing."""
    for alias in settings.DATABASES:
        try:
            executor = MigrationExecutor(connections[alias])
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return f"The database “{alias}” does not answer."
        if waiting:
            return f"The database “{alias}” is not migrated: {len(waiting)} steps are waiting."
    return ""
