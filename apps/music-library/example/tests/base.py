"""What every test stands on."""

import threading

from botocore.stub import Stubber
from django.contrib.auth.models import User
from django.test import TestCase, override_settings

from albums import covers, index, jobs
from albums.models import Album
from tests.opensearch import ACCESS, StandIn

SIGNED_IN = {"user": "kim", "password": "a long one of kim's"}


class LibraryTest(TestCase):
    """An empty library, its search, and stubs that know what S3 and SQS may be asked."""

    @classmethod
    def setUpClass(cls) -> None:
        """Starts the search that all tests of a class share."""
        super().setUpClass()
        cls.opensearch = StandIn()
        cls.enterClassContext(cls.opensearch)
        thread = threading.Thread(target=cls.opensearch.serve_forever)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.opensearch.shutdown)

    def setUp(self) -> None:
        """Empties search; whoever asks S3 or SQS must have been announced."""
        self.opensearch.indices.clear()
        self.opensearch.settings.clear()
        self.opensearch.fault = None
        self.enterContext(override_settings(SEARCH_URL=self.opensearch.url))
        index._credentials = lambda: ACCESS
        self.queue = self.enterContext(Stubber(jobs._queue()))
        self.bucket = self.enterContext(Stubber(covers._bucket()))

    def log_in(self) -> None:
        """As somebody who may change things."""
        self.client.force_login(User.objects.create_user(SIGNED_IN["user"]))

    def add(self, title: str, artist: str, released: int = 1971) -> Album:
        """Keeps an album, past everything."""
        return Album.objects.create(title=title, artist=artist, released=released)
