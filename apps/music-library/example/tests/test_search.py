"""Search, and the work that keeps it true."""

import json
import signal
from datetime import timedelta
from io import StringIO
from unittest.mock import ANY, patch

from django.core.management import call_command
from django.utils import timezone

from albums import index, jobs
from albums.management.commands import work
from albums.models import Album
from tests.base import LibraryTest


class Search(LibraryTest):
    """What visitors find."""

    def find(self, words: str) -> object:
        return self.client.get("/api/search", {"q": words})

    def titles(self, words: str) -> list[str]:
        return [each["title"] for each in self.find(words).json()["albums"]]

    def test_finds_albums_by_title_and_artist_best_first(self) -> None:
        for title, artist in (
            ("Landed", "CAN"),
            ("Can't Buy a Thrill", "Steely Dan"),
            ("Can", "CAN"),
        ):
            index.tell(self.add(title, artist))
        self.assertEqual(self.titles("can"), ["Can", "Landed"])
        self.assertEqual(self.titles("landet"), ["Landed"])

    def test_shows_what_the_database_says_and_nothing_that_is_gone(self) -> None:
        kept, gone = self.add("Future Days", "CAN"), self.add("Future Nights", "CAN")
        index.tell(kept)
        index.tell(gone)
        gone.delete()
        self.assertEqual(self.titles("future"), ["Future Days"])

    def test_finds_nothing_where_nothing_was_indexed(self) -> None:
        self.assertEqual(self.titles("can"), [])

    def test_wants_words(self) -> None:
        self.assertEqual(self.find(" ").status_code, 400)
        self.assertEqual(self.find("x" * 201).status_code, 400)

    def test_says_when_search_is_away(self) -> None:
        self.opensearch.fault = 503
        answer = self.find("can")
        self.assertEqual(answer.status_code, 503)
        self.assertEqual(answer.json(), {"error": "search is away; ask again later"})
        with self.settings(SEARCH_URL="http://127.0.0.1:1"):
            self.assertEqual(self.find("can").status_code, 503)

    def test_is_refused_without_the_role_of_the_task(self) -> None:
        other = index.Credentials("testing", "another secret")
        with patch.object(index, "_credentials", lambda: other):
            self.assertEqual(self.find("can").status_code, 503)

    def test_keeps_what_is_newer(self) -> None:
        album = self.add("Ege Bamyasi", "CAN")
        before = Album.objects.get(pk=album.pk)
        album.title = "Ege Bamyasi!"
        album.save()
        index.tell(album)
        index.tell(before)
        (_, kept) = self.opensearch.indices["albums"][str(album.pk)]
        self.assertEqual(kept["title"], "Ege Bamyasi!")
        album.refresh_from_db()
        self.assertEqual(album.indexed_at, album.changed_at)


class Work(LibraryTest):
    """The worker, and what is done by the clock."""

    def message(self, body: str) -> dict[str, str]:
        return {"Body": body, "ReceiptHandle": f"receipt of {body}"}

    def run_worker(self, *bodies: str) -> None:
        """Gives the worker some messages, and stops it when it waits for more."""
        worker = work.Command()
        messages = iter([[self.message(body) for body in bodies]])

        def receive() -> list[dict[str, str]]:
            found = next(messages, None)
            if found is None:
                worker.stop(signal.SIGTERM, None)
            return found

        # The connection of the tests is in the middle of theirs.
        stays = patch.object(work, "close_old_connections")
        receives = patch.object(jobs, "receive", receive)
        with stays, receives, self.assertRaises(SystemExit) as ended:
            worker.handle()
        self.assertEqual(ended.exception.code, 0)

    def test_tells_search_and_takes_the_message_from_the_queue(self) -> None:
        album = self.add("Tago Mago", "CAN")
        for number in (album.pk, 0):
            body = json.dumps({"album": number})
            receipt = {"QueueUrl": ANY, "ReceiptHandle": f"receipt of {body}"}
            self.queue.add_response("delete_message", {}, receipt)
        self.run_worker(json.dumps({"album": album.pk}), json.dumps({"album": 0}))
        self.assertEqual(list(self.opensearch.indices["albums"]), [str(album.pk)])
        self.queue.assert_no_pending_responses()

    def test_leaves_a_message_that_fails_to_the_queue(self) -> None:
        self.opensearch.fault = 500
        album = self.add("Tago Mago", "CAN")
        with self.assertLogs("albums.jobs", "ERROR") as said:
            self.run_worker(json.dumps({"album": album.pk}), "no json")
        self.assertEqual(len(said.output), 2)
        self.assertIsNone(Album.objects.get().indexed_at)

    def test_ends_what_it_has_begun_and_begins_nothing_more(self) -> None:
        worker = work.Command()
        handled = []

        def handle(message: object) -> None:
            handled.append(message)
            worker.stop(signal.SIGTERM, None)

        receive = patch.object(jobs, "receive", lambda: ["first", "second"])
        stays = patch.object(work, "close_old_connections")
        with receive, stays, patch.object(jobs, "handle", handle):
            worker.handle()
        self.assertEqual(handled, ["first"])

    def test_asks_the_queue_as_long_as_it_lets_anybody_wait(self) -> None:
        asked = {"QueueUrl": ANY, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 20}
        self.queue.add_response("receive_message", {}, asked)
        self.assertEqual(jobs.receive(), [])

    def catch_up(self, *options: str) -> str:
        said = StringIO()
        call_command("catch_up", *options, stdout=said)
        return said.getvalue()

    def test_catches_up_with_what_the_queue_lost_and_with_nothing_else(self) -> None:
        known, lost, fresh = (self.add(title, "CAN") for title in ("Landed", "Delay", "Can"))
        index.tell(known)
        hour_ago = timezone.now() - timedelta(hours=1)
        Album.objects.filter(pk=lost.pk).update(changed_at=hour_ago)
        self.assertEqual(self.catch_up(), "search was told of 1\n")
        self.assertEqual(set(self.opensearch.indices["albums"]), {str(known.pk), str(lost.pk)})
        self.assertEqual(self.catch_up("--minutes", "0"), "search was told of 1\n")
        self.assertIn(str(fresh.pk), self.opensearch.indices["albums"])
        self.assertEqual(self.catch_up("--all"), "search was told of 3\n")
