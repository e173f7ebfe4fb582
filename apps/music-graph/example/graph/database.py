"""The one table, and the way to it."""

import os
from pathlib import Path

import psycopg

SCHEMA = """
create table if not exists influences (
    artist text not null,
    influenced_by text not null,
    since timestamptz not null default now(),
    primary key (artist, influenced_by),
    check (artist <> influenced_by)
);
create index if not exists influences_of on influences (influenced_by);
"""

# Several hosts may start at once; any number that nobody else uses.
MIGRATION_LOCK = 7_301_946


def password() -> str | None:
    """Reads the password from its file; there is none where somebody between logs in for us."""
    file = os.environ.get("DATABASE_PASSWORD_FILE")
    return Path(file).read_text().strip() if file else None


def connect() -> psycopg.Connection:
    """Opens a connection; a password stands in a file, never in a variable."""
    return psycopg.connect(
        host=os.environ["DATABASE_HOST"],
        port=os.environ.get("DATABASE_PORT", "5432"),
        dbname=os.environ["DATABASE_NAME"],
        user=os.environ["DATABASE_USER"],
        password=password(),
        connect_timeout=3,
    )


def migrate() -> None:
    """Makes the table where it is not there. Safe to run again, and by several at once."""
    with connect() as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
        connection.execute(SCHEMA)
