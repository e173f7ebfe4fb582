"""What a person starts once."""

from io import StringIO

from django.core.management import call_command
from django.db import connection

from albums import index
from tests.base import LibraryTest

TASKS = "arn:aws:iam::111122223333:role/tasks"
WRITER = "arn:aws:iam::111122223333:role/snapshots"


class SetUp(LibraryTest):
    """Before a server that knows `rds_iam`, as RDS does."""

    def setUp(self) -> None:
        """Makes what RDS has; it goes with the test."""
        super().setUp()
        with connection.cursor() as cursor:
            cursor.execute("create role rds_iam nologin")

    def set_up(self) -> str:
        said = StringIO()
        call_command(
            "set_up",
            *("--user", "library_tasks", "--role", TASKS),
            *("--snapshots", "snapshots", "--snapshot-role", WRITER),
            stdout=said,
        )
        return said.getvalue()

    def asked(self, question: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]

    def test_makes_a_user_that_logs_in_by_a_token_and_may_migrate(self) -> None:
        self.set_up()
        self.assertTrue(self.asked("select pg_has_role('library_tasks', 'rds_iam', 'member')"))
        may = "select has_schema_privilege('library_tasks', 'public', 'create')"
        self.assertTrue(self.asked(may))
        login = "rolcanlogin and rolpassword is null"
        self.assertTrue(
            self.asked(f"select {login} from pg_authid where rolname = 'library_tasks'")  # noqa: S608
        )

    def test_has_search_admit_the_tasks_at_their_index_alone(self) -> None:
        self.set_up()
        security = "_plugins/_security/api"
        self.assertEqual(
            self.opensearch.settings,
            {
                f"{security}/roles/albums": {
                    "cluster_permissions": ["cluster_composite_ops"],
                    "index_permissions": [
                        {"index_patterns": ["albums"], "allowed_actions": ["indices_all"]}
                    ],
                },
                f"{security}/rolesmapping/albums": {"backend_roles": [TASKS]},
                "_snapshot/ours": {
                    "type": "s3",
                    "settings": {
                        "bucket": "snapshots",
                        "region": "eu-west-1",
                        "role_arn": WRITER,
                    },
                },
            },
        )

    def test_says_what_it_did_and_may_do_it_again(self) -> None:
        said = "\n".join(
            (
                "the database knows library_tasks",
                f"search admits {TASKS}",
                "search writes snapshots to snapshots\n",
            )
        )
        self.assertEqual([self.set_up(), self.set_up()], [said, said])

    def test_ends_with_an_error_where_search_does_not_take_the_callers_word(self) -> None:
        self.opensearch.fault = 403
        refused = "PUT _plugins/_security/api/roles/albums: 403"
        with self.assertRaisesRegex(index.SearchAwayError, refused):
            self.set_up()
