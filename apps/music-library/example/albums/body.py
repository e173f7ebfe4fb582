"""What somebody sent."""

import json

from django.http import HttpRequest


def json_of(request: HttpRequest) -> dict[str, object] | None:
    """The object that was sent as JSON, if it is one."""
    if request.content_type != "application/json":
        return None
    try:
        said = json.loads(request.body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def image_type(data: bytes) -> str | None:
    """What a picture is, by its first bytes; what its sender calls it says nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None
