"""Run the measurements that are named, or all, each against a durable database of its own that is thrown away."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = (
    "lives",
    "http",
    "due_dates",
    "papers",
    "worklist",
    "pages",
    "search",
    "recount",
    "timers",
    "ledger",
    "simulate",
    "supervise",
)


def main() -> None:
    for name in sys.argv[1:] or list(NAMES):
        with tempfile.TemporaryDirectory(prefix="yichuang-bench-") as folder:
            Path(folder).chmod(0o755)
            environment = {
                **os.environ,
                "YICHUANG_DATA": folder,
                "DJANGO_SETTINGS_MODULE": "yichuang.config.settings.development",
            }
            subprocess.run([sys.executable, "-m", "bench.one", name], check=True, env=environment)


def run_one(name: str) -> None:
    print(
        json.dumps({name: importlib.import_module(f"bench.bench_{name}").run()}, indent=2, ensure_ascii=False),
        flush=True,
    )


if __name__ == "__main__":
    main()
