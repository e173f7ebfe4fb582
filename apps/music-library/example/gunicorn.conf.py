"""How gunicorn runs the application; found by its name in the folder that it starts in."""

wsgi_app = "library.wsgi:application"
bind = "0.0.0.0:8000"
# As many processes as WEB_CONCURRENCY says, which gunicorn reads itself; one where it says nothing.
threads = 4
# The container's root is read-only, and a disk would make the heartbeat wait.
worker_tmp_dir = "/dev/shm"
# Longer than the load balancer keeps a connection that nobody uses, or it meets closed ones.
keepalive = 75
graceful_timeout = 20
# gunicorn's own socket for commands would want a home folder to lie in.
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "library.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    # gunicorn adds handlers of its own to what is not named.
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "INFO", "propagate": False},
    },
}
