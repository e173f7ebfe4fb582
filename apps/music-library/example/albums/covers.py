"""The bucket with the covers."""

import hashlib
from functools import cache

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from django.conf import settings

MINUTES = 5


@cache
def _bucket() -> BaseClient:
    """By the address in its region: any other sends visitors on, and a signature stays behind."""
    # A stand-in has one address for all buckets.
    style = "path" if settings.AWS_IS_A_STAND_IN else "virtual"
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": style},
        connect_timeout=2,
        read_timeout=10,
    )
    return boto3.client("s3", region_name=settings.REGION, config=config)


def keep(number: int, data: bytes, kind: str) -> str:
    """Keeps a picture; its key is made of what it is, so that a second time changes nothing."""
    key = f"covers/{number}/{hashlib.sha256(data).hexdigest()}"
    _bucket().put_object(
        Bucket=settings.COVERS_BUCKET,
        Key=key,
        Body=data,
        ContentType=kind,
        CacheControl="public, max-age=31536000, immutable",
    )
    return key


def address(key: str) -> str:
    """Where a picture can be had for a few minutes, by whoever is given the address."""
    named = {"Bucket": settings.COVERS_BUCKET, "Key": key}
    return _bucket().generate_presigned_url("get_object", Params=named, ExpiresIn=MINUTES * 60)
