"""Who may change something: people of ours, by a session."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from albums.body import json_of

View = Callable[..., HttpResponse]


# No other site can make a browser send JSON here, so there is nothing to prove before the session.
@csrf_exempt
@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Begins a session; gives the token that each change must carry in `X-CSRFToken`."""
    said = json_of(request)
    if said is None:
        return JsonResponse({"error": "send a JSON object as application/json"}, status=415)
    user = authenticate(request, username=said.get("user"), password=said.get("password"))
    if user is None:
        return JsonResponse({"error": "user and password do not belong together"}, status=403)
    login(request, user)
    return JsonResponse({"user": user.get_username(), "token": get_token(request)})


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Ends a session."""
    logout(request)
    return JsonResponse({})


def changes_need_a_login(view: View) -> View:
    """Everybody may read; who changes something has logged in."""

    @wraps(view)
    def guarded(request: HttpRequest, **parts: int) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and not request.user.is_authenticated:
            return JsonResponse({"error": "log in first: POST /api/auth/login"}, status=401)
        return view(request, **parts)

    return guarded
