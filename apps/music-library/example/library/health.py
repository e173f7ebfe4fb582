"""Whether a task lives, and whether it can take requests."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)


class Health:
    """Answers the load balancer (`/health`) and the container's own check (`/health/live`).

    A task is ready once it has seen the database with every migration of its release, and stays so:
    a database that is away is away for the tasks that would replace this one, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Takes the rest of the application, which never sees these two paths."""
        self.get_response = get_response
        self.is_ready = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the two questions; all else goes on."""
        if request.path == "/health/live":
            return JsonResponse({"status": "ok"})
        if request.path != "/health":
            return self.get_response(request)
        missing = None if self.is_ready else what_is_missing()
        self.is_ready = missing is None
        return JsonResponse({"status": missing or "ok"}, status=503 if missing else 200)


def what_is_missing() -> str | None:
    """What keeps a task from its work, if anything does."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing"
    except DatabaseError:
        logger.exception("the database does not answer")
        return "no database"
    return None
