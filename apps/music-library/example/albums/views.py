"""The API: JSON over HTTP."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from albums import covers, index, jobs
from albums.accounts import changes_need_a_login
from albums.body import image_type, json_of
from albums.forms import AlbumForm
from albums.models import Album

PAGE = 50


@require_http_methods(["GET", "POST"])
@changes_need_a_login
def albums(request: HttpRequest) -> HttpResponse:
    """A page of albums in the order in which they came, or a new one."""
    return add(request) if request.method == "POST" else page(request.GET.get("after", "0"))


def page(after: str) -> HttpResponse:
    """Those after an album; `next` asks for the page behind this one."""
    if not after.isdecimal():
        return JsonResponse({"errors": {"after": ["must be the id of an album"]}}, status=400)
    found = list(Album.objects.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    more = f"/api/albums?after={found[PAGE - 1].pk}" if len(found) > PAGE else None
    return JsonResponse({"albums": [each.shown() for each in found[:PAGE]], "next": more})


def add(request: HttpRequest) -> HttpResponse:
    """Keeps an album, and has search told of it."""
    said = json_of(request)
    if said is None:
        return JsonResponse({"error": "send a JSON object as application/json"}, status=415)
    form = AlbumForm(said)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    new = Album(**form.cleaned_data)
    try:
        with transaction.atomic():
            new.save()
            jobs.announce(new)
    except IntegrityError:
        return JsonResponse({"error": f"{new} is here already"}, status=409)
    return JsonResponse(new.shown(), status=201)


@require_GET
def album(request: HttpRequest, number: int) -> HttpResponse:
    """One album."""
    return JsonResponse(get_object_or_404(Album, pk=number).shown())


@require_http_methods(["GET", "PUT"])
@changes_need_a_login
def cover(request: HttpRequest, number: int) -> HttpResponse:
    """Sends to the picture, by an address that is good for five minutes, or takes one."""
    of = get_object_or_404(Album, pk=number)
    if request.method == "PUT":
        return take(request, of)
    if not of.cover:
        return JsonResponse({"error": f"{of} has no cover"}, status=404)
    return HttpResponseRedirect(covers.address(of.cover))


def take(request: HttpRequest, of: Album) -> HttpResponse:
    """Keeps a picture as the album's cover; the one before stays in the bucket's versions."""
    largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if int(request.headers.get("Content-Length") or 0) > largest:
        return JsonResponse({"error": f"a cover has at most {largest} bytes"}, status=413)
    kind = image_type(request.body)
    if kind is None:
        return JsonResponse({"error": "a cover is a JPEG, PNG or WebP picture"}, status=415)
    of.cover = covers.keep(of.pk, request.body, kind)
    of.save(update_fields=["cover", "changed_at"])
    return JsonResponse(of.shown())


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Albums that fit some words, best first. What is shown of them is what the database says."""
    words = request.GET.get("q", "").strip()
    if not 1 <= len(words) <= 200:
        return JsonResponse({"errors": {"q": ["must have 1 to 200 characters"]}}, status=400)
    try:
        numbers = index.find(words)
    except index.SearchAwayError:
        return JsonResponse({"error": "search is away; ask again later"}, status=503)
    found = Album.objects.in_bulk(numbers)
    return JsonResponse({"albums": [found[each].shown() for each in numbers if each in found]})
