"""Settings, health, logs, and the way to the database."""

import json
import logging
import os
import subprocess
import sys
from unittest.mock import patch

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.test import SimpleTestCase

from library import health
from library.environment import Variables
from library.logs import Lines
from tests.base import LibraryTest


class Settings(SimpleTestCase):
    """What the surroundings must say."""

    def test_says_all_that_is_missing_or_wrong_and_no_secret(self) -> None:
        variables = Variables(
            {"SECRET_KEY": "short", "HOSTS": "a.org,*", "PORT": "x", "LEVEL": "loud", "EMPTY": ""}
        )
        variables.secret("SECRET_KEY", at_least=50)
        self.assertEqual(variables.names("HOSTS"), ["a.org", "*"])
        self.assertEqual(variables.number("PORT", 1), 1)
        variables.one_of("LEVEL", ("info", "error"))
        variables.text("EMPTY")
        with self.assertRaises(ImproperlyConfigured) as refused:
            variables.check()
        self.assertEqual(
            str(refused.exception),
            "SECRET_KEY must have at least 50 characters; HOSTS must name each one, got '*'; "
            "PORT must be a whole number, got 'x'; LEVEL must be one of info, error, got 'loud'; "
            "EMPTY must be set",
        )

    def test_starts_nowhere_without_its_variables(self) -> None:
        ended = subprocess.run(
            [sys.executable, "manage.py", "check"], env={}, capture_output=True, text=True
        )
        self.assertEqual(ended.returncode, 1)
        self.assertIn("SECRET_KEY must be set; ALLOWED_HOSTS must be set;", ended.stderr)

    def test_is_fit_for_production(self) -> None:
        checks = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        ended = subprocess.run(checks, env=os.environ, capture_output=True, text=True)
        self.assertEqual([ended.returncode, ended.stderr], [0, ""])


class Health(LibraryTest):
    """What the load balancer and the container's own check are told."""

    def ask(self, path: str, client: object = None) -> list[object]:
        answer = (client or self.client_class()).get(path, headers={"Host": "10.0.0.7:8000"})
        return [answer.status_code, answer.json()["status"]]

    def test_lives_without_a_database(self) -> None:
        with patch.object(connection, "cursor", side_effect=DatabaseError):
            self.assertEqual(self.ask("/health/live"), [200, "ok"])

    def test_is_ready_once_the_database_was_seen_whole_and_stays_so(self) -> None:
        client = self.client_class()
        with patch.object(health.MigrationExecutor, "migration_plan", return_value=["one"]):
            self.assertEqual(self.ask("/health", client), [503, "migrations are missing"])
        with patch.object(health, "MigrationExecutor", side_effect=DatabaseError):
            with self.assertLogs("library.health", "ERROR"):
                self.assertEqual(self.ask("/health", client), [503, "no database"])
            self.assertEqual(self.ask("/health/live", client), [200, "ok"])
        self.assertEqual(self.ask("/health", client), [200, "ok"])
        with patch.object(health, "MigrationExecutor", side_effect=DatabaseError):
            self.assertEqual(self.ask("/health", client), [200, "ok"])

    def test_answers_nobody_else_by_address(self) -> None:
        with self.assertLogs("django.security.DisallowedHost", "ERROR"):
            answer = self.client.get("/api/albums", headers={"Host": "10.0.0.7:8000"})
        self.assertEqual(answer.status_code, 400)


class Logs(LibraryTest):
    """What is said of what happens."""

    def test_says_a_request_in_one_line_without_what_was_sent(self) -> None:
        with self.assertLogs("requests") as said:
            self.client.get("/api/search?q=secret", headers={"X-Amzn-Trace-Id": "Root=1-2"})
        line = json.loads(Lines().format(said.records[0]))
        del line["time"], line["milliseconds"]
        self.assertEqual(
            line,
            {
                "level": "info",
                "logger": "requests",
                "message": "request",
                "method": "GET",
                "path": "/api/search",
                "status": 200,
                "trace": "Root=1-2",
            },
        )

    def test_says_an_error_whole_in_one_line(self) -> None:
        try:
            raise ValueError("line\nbreak")
        except ValueError as error:
            record = logging.LogRecord(
                "x", logging.ERROR, "", 0, "no", (), (ValueError, error, error.__traceback__)
            )
        line = Lines().format(record)
        self.assertNotIn("\n", line)
        self.assertIn("ValueError: line\nbreak", json.loads(line)["error"])


class Database(SimpleTestCase):
    """How the application logs in."""

    def test_uses_the_password_that_is_set(self) -> None:
        with patch.dict(connection.settings_dict, PASSWORD="of an hour"):
            self.assertEqual(connection.get_connection_params()["password"], "of an hour")

    def test_asks_for_a_token_where_no_password_is_set(self) -> None:
        keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
        place = {"HOST": "db.example.org", "PORT": 5433, "USER": "api", "PASSWORD": ""}
        with patch.dict(os.environ, keys), patch.dict(connection.settings_dict, place):
            token = connection.get_connection_params()["password"]
        self.assertTrue(token.startswith("db.example.org:5433/?Action=connect&DBUser=api&X-Amz-"))
