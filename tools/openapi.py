"""The description of the API for programs, kept in `api/openapi.json` so that a change of it is seen.

`python tools/openapi.py write | check`
"""

import json
import os
import sys
from pathlib import Path

import django
from django.core.serializers.json import DjangoJSONEncoder

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "api" / "openapi.json"


def described() -> str:
    """The description as the file should contain it. Needs Django set up."""
    from yichuang.config.api import api

    schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), cls=DjangoJSONEncoder))
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write() -> int:
    """The file says what the code does."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(described(), encoding="utf-8")
    print(f"written: {TARGET.relative_to(ROOT)}")
    return 0


def check() -> int:
    """Fail when the file says something else than the code."""
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == described():
        print("api/openapi.json is up to date")
        return 0
    print("api/openapi.json differs from the API. If the change is meant: python tools/openapi.py write")
    return 1


def main() -> int:
    """Run the command that was asked for."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings.development")
    django.setup()
    actions = {"write": write, "check": check}
    command = (sys.argv[1:2] or ["check"])[0]
    if command not in actions:
        print(__doc__)
        return 2
    return actions[command]()


if __name__ == "__main__":
    sys.exit(main())
