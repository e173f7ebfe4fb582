"""Django's settings. What differs from place to place is a variable; no secret has a default."""

import os
from typing import Any

from library.environment import Variables

_variables = Variables(os.environ)

SECRET_KEY = _variables.secret("SECRET_KEY", at_least=50)
ALLOWED_HOSTS = _variables.names("ALLOWED_HOSTS")
REGION = _variables.text("AWS_REGION")
QUEUE_URL = _variables.text("QUEUE_URL")
COVERS_BUCKET = _variables.text("COVERS_BUCKET")
AWS_IS_A_STAND_IN = "AWS_ENDPOINT_URL" in os.environ
SEARCH_URL = _variables.text("SEARCH_URL").rstrip("/")
LOG_LEVEL = _variables.one_of("LOG_LEVEL", ("info", "debug", "warning", "error"))

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "library.database",
        "HOST": _variables.text("DATABASE_HOST"),
        "PORT": _variables.number("DATABASE_PORT", 5432),
        "NAME": _variables.text("DATABASE_NAME"),
        "USER": _variables.text("DATABASE_USER"),
        # Without one, the role of the task asks for a token (library.database).
        "PASSWORD": os.environ.get("DATABASE_PASSWORD", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "sslmode": _variables.one_of("DATABASE_TLS", ("require", "verify-full", "disable")),
            "application_name": "music-library",
        },
    }
}
_variables.check()

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
ROOT_URLCONF = "library.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "albums",
]
MIDDLEWARE = [
    # First: the load balancer asks by address, which is no allowed host.
    "library.health.Health",
    "library.logs.Requests",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# TLS ends at the load balancer, which says so in this header and takes it from nobody else.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Cloudflare redirects to HTTPS and has browsers keep to it, for the whole zone.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
SESSION_COOKIE_AGE = 12 * 60 * 60

# Largest cover; nothing else that is sent is near it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "library.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL.upper()},
    # A request has one line, by library.logs.Requests; what failed is in it.
    "loggers": {
        "django": {"level": "WARNING"},
        "django.server": {"propagate": False},
        "botocore": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
    },
}
