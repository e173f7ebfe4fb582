"""What a person starts once, before anything else runs."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql

from albums import index


class Command(BaseCommand):
    """Lets the other processes in: at the database, whose master this one is, and at search.

    Done twice it changes nothing.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said after the name."""
        parser.add_argument("--user", required=True, help="the database's user that they log in as")
        parser.add_argument("--role", required=True, help="ARN of the role that they act with")
        parser.add_argument("--snapshots", required=True, help="bucket of search's snapshots")
        parser.add_argument(
            "--snapshot-role", required=True, help="ARN of the role that writes them"
        )

    def handle(self, *_: object, **options: str) -> None:
        """Ends with an error where one of the two does not answer; what was done stays done."""
        self.make_user(options["user"])
        self.stdout.write(f"the database knows {options['user']}")
        index.admit(options["role"])
        self.stdout.write(f"search admits {options['role']}")
        index.keep_snapshots(options["snapshots"], options["snapshot_role"])
        self.stdout.write(f"search writes snapshots to {options['snapshots']}")

    def make_user(self, name: str) -> None:
        """One without a password: it logs in by a token of the role."""
        user = sql.Identifier(name)
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_roles where rolname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("create user {}").format(user))
            cursor.execute(sql.SQL("grant rds_iam to {}").format(user))
            cursor.execute(sql.SQL("grant all on schema public to {}").format(user))
