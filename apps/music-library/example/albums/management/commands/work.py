"""The worker."""

import logging
import signal

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from albums import jobs

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Takes messages from the queue until it is stopped; ends what it has begun."""

    help = __doc__
    is_stopped = False
    is_waiting = False

    def handle(self, *_: object, **__: object) -> None:
        """Works until SIGTERM."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        logger.info("the worker waits for messages")
        while not self.is_stopped:
            self.is_waiting = True
            messages = jobs.receive()
            self.is_waiting = False
            close_old_connections()
            for message in messages:
                if not self.is_stopped:
                    jobs.handle(message)

    def stop(self, *_: object) -> None:
        """Ends at once where nothing is in hand; messages that nobody took are given out again."""
        self.is_stopped = True
        if self.is_waiting:
            raise SystemExit(0)
