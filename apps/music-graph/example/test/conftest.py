"""A PostgreSQL server for the tests alone, and the application before it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph import database
from graph.web import app


def program(name: str) -> str:
    """PostgreSQL's programs; where Debian keeps them they are on nobody's PATH."""
    found = [shutil.which(name), *sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    return str(next((each for each in reversed(found) if each), name))


def as_postgres() -> list[str]:
    """Root may not run a database."""
    return ["setpriv", "--reuid=postgres", "--clear-groups"] if os.geteuid() == 0 else []


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    """Starts a server on loopback and ends it; gives its port."""
    with tempfile.TemporaryDirectory(prefix="graph-") as folder:
        if as_postgres():
            shutil.chown(folder, "postgres")
        port = free_port()
        control = [*as_postgres(), program("pg_ctl"), "--pgdata", f"{folder}/data", "--silent"]
        initdb = [*as_postgres(), program("initdb"), "-D", f"{folder}/data", "-U", "graph"]
        subprocess.run([*initdb, "--auth=trust", "--no-sync"], check=True, capture_output=True)
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        start = [*control, "--log", f"{folder}/log", "--wait", "--options", options, "start"]
        subprocess.run(start, check=True)
        try:
            yield port
        finally:
            subprocess.run([*control, "--mode=immediate", "stop"], check=True)


@pytest.fixture
def client(server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The application with an empty table, as a visitor meets it."""
    (tmp_path / "password").write_text("not asked for\n")
    monkeypatch.setenv("DATABASE_HOST", "127.0.0.1")
    monkeypatch.setenv("DATABASE_PORT", str(server))
    monkeypatch.setenv("DATABASE_NAME", "postgres")
    monkeypatch.setenv("DATABASE_USER", "graph")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    database.migrate()
    with database.connect() as connection:
        connection.execute("truncate influences")
    return app.test_client()
