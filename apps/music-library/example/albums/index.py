"""OpenSearch, as far as albums need it: every request is signed with the role of the task."""

import json
from functools import cache

import boto3
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.conf import settings

from albums.models import Album

NAME = "albums"
MOST = 20


class SearchAwayError(Exception):
    """Search does not answer, or not as it should."""


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=5), retries=False, maxsize=4)


@cache
def _credentials() -> Credentials:
    """The role's; they renew themselves."""
    return boto3.Session().get_credentials()


def find(words: str) -> list[int]:
    """Ids of albums that fit some words, best first; none where nothing was ever indexed."""
    fields = ["title^2", "artist"]
    query = {"multi_match": {"query": words, "fields": fields, "fuzziness": "AUTO"}}
    path = f"{NAME}/_search?ignore_unavailable=true"
    answer = _ask("POST", path, {"query": query, "size": MOST, "_source": False})
    return [int(hit["_id"]) for hit in answer["hits"]["hits"]]


def tell(album: Album) -> None:
    """Has search know an album as it is now. What search knows already it says itself (409)."""
    path = f"{NAME}/_doc/{album.pk}?version={album.version}&version_type=external_gte"
    what = {"title": album.title, "artist": album.artist, "released": album.released}
    _ask("PUT", path, what, also=(409,))
    # A change that came in between keeps the album among those that search must be told of.
    unchanged = Album.objects.filter(pk=album.pk, changed_at=album.changed_at)
    unchanged.update(indexed_at=album.changed_at)


def admit(role: str) -> None:
    """Lets a role work with this index and no other: to be asked by who may do everything there.

    `cluster_composite_ops` is what OpenSearch wants of who writes, whichever index it is.
    """
    index = {"index_patterns": [NAME], "allowed_actions": ["indices_all"]}
    rights = {"cluster_permissions": ["cluster_composite_ops"], "index_permissions": [index]}
    _ask("PUT", f"_plugins/_security/api/roles/{NAME}", rights)
    _ask("PUT", f"_plugins/_security/api/rolesmapping/{NAME}", {"backend_roles": [role]})


def keep_snapshots(bucket: str, role: str) -> None:
    """Names the bucket of snapshots, and the role that search writes them with."""
    place = {"bucket": bucket, "region": settings.REGION, "role_arn": role}
    _ask("PUT", "_snapshot/ours", {"type": "s3", "settings": place})


def _ask(method: str, path: str, what: object, also: tuple[int, ...] = ()) -> dict:
    url = f"{settings.SEARCH_URL}/{path}"
    headers = {"Content-Type": "application/json"}
    request = AWSRequest(method, url, data=json.dumps(what), headers=headers)
    SigV4Auth(_credentials(), "es", settings.REGION).add_auth(request)
    try:
        answer = _pool().request(method, url, body=request.data, headers=dict(request.headers))
    except urllib3.exceptions.HTTPError as error:
        raise SearchAwayError(f"{method} {path}: {error}") from error
    if answer.status >= 300 and answer.status not in also:
        raise SearchAwayError(f"{method} {path}: {answer.status} {answer.data[:500]!r}")
    return json.loads(answer.data)
