"""The connection, found by its name in settings."""

from typing import Any

import boto3
from django.conf import settings
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects with the password that is set, or with a token of the task's own role."""

    def get_connection_params(self) -> dict[str, Any]:
        """A new connection asks for a new token, which holds for 15 minutes; it outlives that."""
        given = super().get_connection_params()
        if given.get("password"):
            return given
        token = boto3.client("rds", region_name=settings.REGION).generate_db_auth_token(
            DBHostname=given["host"], Port=given["port"], DBUsername=given["user"]
        )
        return {**given, "password": token}
