"""What visitors see."""

import json
from unittest.mock import ANY

from django.contrib.auth.models import User
from django.test import Client

from albums.models import Album
from tests.base import SIGNED_IN, LibraryTest

MAGIC = {"title": "Tago Mago", "artist": "CAN", "released": 1971}
PNG = b"\x89PNG\r\n\x1a\n and what follows"


class Albums(LibraryTest):
    """Adding, showing, paging."""

    def post(self, what: object) -> object:
        return self.client.post("/api/albums", what, content_type="application/json")

    def test_keeps_an_album_shows_it_and_sends_word_of_it(self) -> None:
        self.log_in()
        self.queue.add_response("send_message", {}, {"QueueUrl": ANY, "MessageBody": ANY})
        with self.captureOnCommitCallbacks(execute=True):
            answer = self.post(MAGIC)
        self.assertEqual(answer.status_code, 201)
        shown = {**MAGIC, "id": answer.json()["id"], "cover": None}
        self.assertEqual(answer.json(), shown)
        self.assertEqual(self.client.get(f"/api/albums/{shown['id']}").json(), shown)
        self.queue.assert_no_pending_responses()

    def test_keeps_an_album_though_the_queue_is_away(self) -> None:
        self.log_in()
        self.queue.add_client_error("send_message", "ServiceUnavailable")
        with (
            self.assertLogs("django.test", "ERROR") as said,
            self.captureOnCommitCallbacks(execute=True),
        ):
            self.assertEqual(self.post(MAGIC).status_code, 201)
        self.assertIn("ServiceUnavailable", said.output[0])
        self.assertEqual(Album.objects.count(), 1)

    def test_has_an_album_of_a_title_by_an_artist_once(self) -> None:
        self.log_in()
        self.add("Tago Mago", "CAN")
        answer = self.post(MAGIC)
        self.assertEqual(answer.status_code, 409)
        self.assertEqual(answer.json(), {"error": "Tago Mago by CAN is here already"})

    def test_says_all_that_is_wrong_with_an_album(self) -> None:
        self.log_in()
        answer = self.post({"title": "x" * 201, "released": 1066})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(sorted(answer.json()["errors"]), ["artist", "released", "title"])

    def test_takes_only_json(self) -> None:
        self.log_in()
        for sent in ("no json", "[]"):
            self.assertEqual(self.post(sent).status_code, 415)
        self.assertEqual(self.client.post("/api/albums", MAGIC).status_code, 415)

    def test_shows_albums_a_page_at_a_time(self) -> None:
        kept = [self.add(f"Volume {number}", "Various") for number in range(51)]
        first = self.client.get("/api/albums").json()
        self.assertEqual([each["id"] for each in first["albums"]], [each.pk for each in kept[:50]])
        second = self.client.get(first["next"]).json()
        self.assertEqual(
            [[each["id"] for each in second["albums"]], second["next"]], [[kept[50].pk], None]
        )
        self.assertEqual(self.client.get("/api/albums?after=x").status_code, 400)

    def test_knows_no_album_that_is_not_there(self) -> None:
        self.assertEqual(self.client.get("/api/albums/1").status_code, 404)


class Covers(LibraryTest):
    """Pictures."""

    def put(self, number: int, data: bytes) -> object:
        return self.client.put(f"/api/albums/{number}/cover", data, content_type="image/png")

    def test_keeps_a_picture_and_sends_to_it(self) -> None:
        self.log_in()
        for data, kind in (
            (PNG, "image/png"),
            (b"\xff\xd8\xff and more", "image/jpeg"),
            (b"RIFFsizeWEBP and more", "image/webp"),
        ):
            number = self.add(kind, "CAN").pk
            wanted = {"Bucket": "covers", "Key": ANY, "Body": data, "ContentType": kind}
            self.bucket.add_response("put_object", {}, {**wanted, "CacheControl": ANY})
            answer = self.put(number, data)
            self.assertEqual(answer.json()["cover"], f"/api/albums/{number}/cover")
            address = self.client.get(answer.json()["cover"]).url
            there = f"https://covers.s3.eu-west-1.amazonaws.com/covers/{number}/"
            self.assertTrue(address.startswith(there), address)
            self.assertIn("X-Amz-Expires=300", address)
        self.bucket.assert_no_pending_responses()

    def test_takes_no_other_file_and_none_that_is_too_large(self) -> None:
        self.log_in()
        number = self.add("Tago Mago", "CAN").pk
        self.assertEqual(self.put(number, b"<svg/>").status_code, 415)
        self.assertEqual(self.put(number, PNG + bytes(5 * 1024 * 1024)).status_code, 413)
        missing = self.client.get(f"/api/albums/{number}/cover")
        self.assertEqual(missing.json(), {"error": "Tago Mago by CAN has no cover"})


class Accounts(LibraryTest):
    """Who may change something."""

    def test_lets_nobody_change_anything_without_a_login(self) -> None:
        number = self.add("Tago Mago", "CAN").pk
        for answer in (
            self.client.post("/api/albums", MAGIC, content_type="application/json"),
            self.client.put(f"/api/albums/{number}/cover", PNG),
        ):
            self.assertEqual(answer.status_code, 401)
            self.assertEqual(answer.json(), {"error": "log in first: POST /api/auth/login"})

    def test_begins_and_ends_a_session(self) -> None:
        User.objects.create_user(SIGNED_IN["user"], password=SIGNED_IN["password"])
        client = Client(enforce_csrf_checks=True)
        sent = {"content_type": "application/json", "secure": True}
        wrong = client.post("/api/auth/login", {**SIGNED_IN, "password": "another"}, **sent)
        self.assertEqual(wrong.status_code, 403)
        self.assertEqual(
            client.post("/api/auth/login", "x", content_type="text/plain").status_code, 415
        )
        token = client.post("/api/auth/login", SIGNED_IN, **sent).json()["token"]
        for cookie in client.cookies.values():
            self.assertTrue(cookie["secure"])
        sent["headers"] = {"Origin": "https://testserver"}
        self.assertEqual(client.post("/api/albums", {}, **sent).status_code, 403)
        sent["headers"]["X-CSRFToken"] = token
        self.assertEqual(client.post("/api/albums", {}, **sent).status_code, 400)
        client.post("/api/auth/logout", {}, **sent)
        del sent["headers"]["X-CSRFToken"]
        self.assertEqual(client.get("/api/albums").status_code, 200)
        self.assertEqual(
            json.loads(client.post("/api/auth/login", SIGNED_IN, **sent).content)["user"], "kim"
        )
