"""How gunicorn runs the application; found by its name in the folder that it starts in."""

from graph import database

wsgi_app = "graph.web:app"
bind = "0.0.0.0:8000"
workers = 2
threads = 4
# The container's root is read-only, and a disk would make the heartbeat wait.
worker_tmp_dir = "/dev/shm"
graceful_timeout = 20
accesslog = "-"
# gunicorn's own socket for commands would want a home folder to lie in.
control_socket_disable = True


def on_starting(_server: object) -> None:
    """Once, before any worker: without its table the application does not start."""
    database.migrate()
