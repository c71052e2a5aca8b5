"""Write the two lock files from pyproject.toml, or check that they name no index and every dependency.

`python tools/lock.py write | check` (writing needs the program uv)
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"requirements.lock": [], "requirements-dev.lock": ["--group", "dev"]}
COMMAND = [
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--python-version",
    "3.11",
]


def write() -> int:
    """Resolve anew."""
    for name, groups in LOCKS.items():
        subprocess.run([*COMMAND, "pyproject.toml", *groups, "-o", name], check=True, cwd=ROOT)
    return check()


def check() -> int:
    """1 when a lock names an address, or lacks a dependency that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {"requirements.lock": project["project"]["dependencies"]}
    wanted["requirements-dev.lock"] = [*wanted["requirements.lock"], *project["dependency-groups"]["dev"]]
    wrong = []
    for name, dependencies in wanted.items():
        text = (ROOT / name).read_text()
        wrong += [f"{name} names an address" for _ in re.findall(r"^(?!\s*#).*https?://", text, re.MULTILINE)]
        locked = set(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", text, re.MULTILINE))
        named = {re.split(r"[\[~=<>! ]", dependency)[0].lower() for dependency in dependencies}
        wrong += [f"{name} lacks {one}" for one in sorted(named - {one.lower() for one in locked})]
    print("\n".join(wrong) or "the locks are whole")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit({"write": write, "check": check}[(sys.argv[1:] or ["check"])[0]]())
