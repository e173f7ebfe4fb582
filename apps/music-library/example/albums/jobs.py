"""The queue: what is done after a request has been answered. It may lose and repeat messages."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from albums import index
from albums.models import Album

logger = logging.getLogger(__name__)

# SQS lets a receiver wait so long at most.
WAIT_SECONDS = 20


@cache
def _queue() -> BaseClient:
    config = Config(connect_timeout=2, read_timeout=WAIT_SECONDS + 10)
    return boto3.client("sqs", region_name=settings.REGION, config=config)


def announce(album: Album) -> None:
    """Sends word of an album once it is kept. Where that fails, `catch_up` finds it."""
    body = json.dumps({"album": album.pk})
    send = lambda: _queue().send_message(QueueUrl=settings.QUEUE_URL, MessageBody=body)  # noqa: E731
    transaction.on_commit(send, robust=True)


def receive() -> list[dict[str, str]]:
    """Waits for messages."""
    answer = _queue().receive_message(
        QueueUrl=settings.QUEUE_URL, MaxNumberOfMessages=10, WaitTimeSeconds=WAIT_SECONDS
    )
    return answer.get("Messages", [])


def handle(message: dict[str, str]) -> None:
    """Does what a message asks for, then takes it from the queue.

    One that fails stays: the queue gives it out again, and in the end to the dead letters.
    """
    try:
        number = json.loads(message["Body"])["album"]
        for album in Album.objects.filter(pk=number):
            index.tell(album)
    except Exception:
        logger.exception("a message stays in the queue")
        return
    _queue().delete_message(QueueUrl=settings.QUEUE_URL, ReceiptHandle=message["ReceiptHandle"])
    logger.info("search knows of it", extra={"album": number})


def left_behind(older_than: timedelta) -> QuerySet[Album]:
    """Albums that search was not told of, though there was time."""
    unknown = Q(indexed_at=None) | Q(indexed_at__lt=F("changed_at"))
    return Album.objects.filter(unknown, changed_at__lt=timezone.now() - older_than)


def catch_up(albums: QuerySet[Album]) -> Iterator[Album]:
    """Tells search of albums, one after the other."""
    for album in albums.order_by("pk").iterator():
        index.tell(album)
        yield album
