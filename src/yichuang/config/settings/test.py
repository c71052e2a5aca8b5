"""For tests: a throw-away database, fixed keys, simulated time, cheap password hashes, files in a temporary folder.

TEST_DATABASE_URL names another server to use instead; its role must be allowed to create databases.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="yichuang-test-"))
_HOME.chmod(0o755)
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["YICHUANG_DATA"] = str(_HOME)

from yichuang.config.embedded import OWNER_ROLE, Cluster  # noqa: E402
from yichuang.config.settings.base import *  # noqa: E402, F403
from yichuang.config.settings.database import database  # noqa: E402


def _own_server() -> str:
    """The address of a server that lives as long as this process.

    Every worker of a test run has its own: what waits for old transactions waits for those of the whole server.
    """
    stack = ExitStack()
    atexit.register(stack.close)
    cluster = stack.enter_context(Cluster(_HOME / "postgres", is_durable=False).running())
    return cluster.url(OWNER_ROLE, "postgres")


DATABASES = {"default": {**database(os.environ.get("TEST_DATABASE_URL") or _own_server()), "CONN_MAX_AGE": 0}}
SECRET_KEY = "test-only"  # noqa: S105
FIELD_KEYS = {1: b"1" * 32, 2: b"2" * 32}
FIELD_KEY_NUMBER = 1
ALLOW_SIMULATED_TIME = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = _HOME / "files"
PROOF_FOLDER = _HOME / "proofs"
STATIC_ROOT = _HOME / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
