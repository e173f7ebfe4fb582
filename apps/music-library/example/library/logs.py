"""What the application says: one JSON object a line, and one line for a request."""

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

# What a record says besides its message; `logging` has no list of what a caller added.
FIELDS = ("method", "path", "status", "milliseconds", "trace", "album")


class Lines(logging.Formatter):
    """A record as one line that a machine reads."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, who says it and what, with what the caller added and what was raised."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)},
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Requests:
    """Says of each request what was asked, how it ended, how long it took; never what was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Takes the rest of the application."""
        self.get_response = get_response
        self.logger = logging.getLogger("requests")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, and says so."""
        begun = time.monotonic()
        response = self.get_response(request)
        said = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - begun) * 1000),
            "trace": request.headers.get("X-Amzn-Trace-Id", ""),
        }
        self.logger.info("request", extra=said)
        return response
