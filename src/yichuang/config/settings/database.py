"""The two database roles: the application's own, and the owner that migrates."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from yichuang.config.env import environment


def database(url: str) -> dict[str, Any]:
    """Django's settings for a database address. The query part is passed to the driver."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Without a threshold the driver prepares nothing, not even what `core.prepared` asks for; this one is never reached.
        "OPTIONS": {"prepare_threshold": 1_000_000_000, **options},
    }


_env = environment()
DATABASES = {
    "default": database(_env.owner_database_url if os.environ.get("YICHUANG_ROLE") == "owner" else _env.database_url)
}
