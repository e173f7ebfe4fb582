"""What is done by the clock."""

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand

from albums import jobs
from albums.models import Album


class Command(BaseCommand):
    """Tells search of albums that the queue lost, or of all; forgets sessions that ran out."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What may be said after the name."""
        parser.add_argument("--all", action="store_true", help="every album: a new search domain")
        parser.add_argument(
            "--minutes", type=int, default=10, help="only what the queue had so long for"
        )

    def handle(self, *_: object, **options: object) -> None:
        """Ends with an error where search is away; the next one begins where this one ended."""
        late = jobs.left_behind(timedelta(minutes=options["minutes"]))
        told = sum(1 for _ in jobs.catch_up(Album.objects.all() if options["all"] else late))
        call_command("clearsessions")
        self.stdout.write(f"search was told of {told}")
