"""The application as visitors meet it: JSON over HTTP."""

import psycopg
from flask import Flask, Response, jsonify

from graph.database import connect

LONGEST_NAME = 100

app = Flask(__name__)


@app.get("/health")
def health() -> tuple[Response, int]:
    """Well while the database answers; a host goes back to the release before when it is not."""
    try:
        with connect() as connection:
            connection.execute("select 1 from influences limit 1")
    except psycopg.Error:
        app.logger.exception("the database does not answer")
        return jsonify(status="no database"), 503
    return jsonify(status="ok"), 200


@app.get("/artists/<artist>")
def show(artist: str) -> tuple[Response, int]:
    """Both sides of an artist; an artist without links is none."""
    with connect() as connection:
        by = names(connection, "select influenced_by from influences where artist = %s", artist)
        of = names(connection, "select artist from influences where influenced_by = %s", artist)
    if not by and not of:
        return jsonify(error=f"nobody has linked {artist}"), 404
    return jsonify(artist=artist, influencedBy=by, influenced=of), 200


@app.put("/artists/<artist>/influences/<other>")
def link(artist: str, other: str) -> tuple[Response, int]:
    """Says that an artist was influenced by another; to say it again changes nothing."""
    problems = [
        f"{what} must be 1 to {LONGEST_NAME} characters that can be seen"
        for what, name in (("artist", artist), ("influence", other))
        if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME
    ]
    if artist == other:
        problems.append("an artist must not be an influence of their own")
    if problems:
        return jsonify(errors=problems), 400
    with connect() as connection:
        written = connection.execute(
            "insert into influences (artist, influenced_by) values (%s, %s) on conflict do nothing",
            [artist, other],
        )
    return jsonify(artist=artist, influencedBy=other), 201 if written.rowcount else 200


@app.delete("/artists/<artist>/influences/<other>")
def unlink(artist: str, other: str) -> tuple[Response, int]:
    """Takes a link back."""
    with connect() as connection:
        gone = connection.execute(
            "delete from influences where artist = %s and influenced_by = %s", [artist, other]
        )
    if not gone.rowcount:
        return jsonify(error=f"{artist} and {other} are not linked"), 404
    return jsonify(), 200


def names(connection: psycopg.Connection, query: str, artist: str) -> list[str]:
    """The first column of the rows, in the order of the alphabet."""
    return sorted(row[0] for row in connection.execute(query, [artist]))
