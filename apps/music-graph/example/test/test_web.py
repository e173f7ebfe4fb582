"""What visitors see."""

import pytest
from flask.testing import FlaskClient

from graph import database


def test_shows_both_sides_of_a_link(client: FlaskClient) -> None:
    said = client.put("/artists/Radiohead/influences/CAN")
    assert (said.status_code, said.json) == (201, {"artist": "Radiohead", "influencedBy": "CAN"})
    assert client.get("/artists/Radiohead").json == {
        "artist": "Radiohead",
        "influencedBy": ["CAN"],
        "influenced": [],
    }
    assert client.get("/artists/CAN").json["influenced"] == ["Radiohead"]


def test_takes_what_was_said_before_for_said(client: FlaskClient) -> None:
    statuses = [client.put("/artists/Nico/influences/CAN").status_code for _ in range(2)]
    assert statuses == [201, 200]


def test_takes_a_link_back_once(client: FlaskClient) -> None:
    client.put("/artists/Nico/influences/CAN")
    assert client.delete("/artists/Nico/influences/CAN").status_code == 200
    gone = client.delete("/artists/Nico/influences/CAN")
    assert (gone.status_code, gone.json) == (404, {"error": "Nico and CAN are not linked"})


def test_knows_nobody_without_links(client: FlaskClient) -> None:
    unknown = client.get("/artists/Nobody")
    assert (unknown.status_code, unknown.json) == (404, {"error": "nobody has linked Nobody"})


@pytest.mark.parametrize(
    ("artist", "other", "errors"),
    [
        ("x" * 101, " ", ["artist", "influence"]),
        ("a%09b", "CAN", ["artist"]),
        ("CAN", "CAN", ["an artist must not be an influence of their own"]),
    ],
)
def test_refuses_names_that_are_none(
    client: FlaskClient, artist: str, other: str, errors: list[str]
) -> None:
    refused = client.put(f"/artists/{artist}/influences/{other}")
    assert refused.status_code == 400
    rule = " must be 1 to 100 characters that can be seen"
    wanted = [each if " " in each else f"{each}{rule}" for each in errors]
    assert refused.json == {"errors": wanted}


def test_is_well_with_its_database_and_not_without(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health").json == {"status": "ok"}
    monkeypatch.setenv("DATABASE_NAME", "nowhere")
    sick = client.get("/health")
    assert (sick.status_code, sick.json) == (503, {"status": "no database"})


def test_makes_its_table_again_without_harm(client: FlaskClient) -> None:
    client.put("/artists/Nico/influences/CAN")
    database.migrate()
    assert client.get("/artists/Nico").status_code == 200


def test_needs_no_password_where_somebody_logs_in_for_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_PASSWORD_FILE")
    assert database.password() is None
    assert client.get("/health").json == {"status": "ok"}
