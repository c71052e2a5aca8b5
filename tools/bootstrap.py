"""Make `.venv` with everything from the lock, on a machine that has Python and nothing else.

Debian's Python may come without `ensurepip`; then pip is fetched as a wheel, checked against its digest, and run from it.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.lock"
PIP = "pip-25.3-py3-none-any.whl"


def main() -> int:
    """Create the environment, install the lock with its digests, then the project itself."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11")
        return 1
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, ImportError):
            venv.create(VENV, with_pip=False, clear=True)
    pip = [str(PYTHON), "-m", "pip"] if _has_pip() else [str(PYTHON), str(_fetched_pip() / "pip")]
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", *quiet, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "install", *quiet, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    return 0


def _has_pip() -> bool:
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0


def _fetched_pip() -> Path:
    """The wheel of pip from the package index, as a path that Python can run; its digest is the one the index names."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple/").rstrip("/") + "/pip/"
    page = urllib.request.urlopen(index, timeout=60).read().decode()  # noqa: S310 - the configured index
    found = re.search(rf'href="([^"]*{re.escape(PIP)})#sha256=([0-9a-f]{{64}})"', page)
    if not found:
        sys.exit(f"{PIP} is not on the package index. Install pip for {sys.executable} and try again.")
    wheel = Path(tempfile.mkdtemp()) / PIP
    wheel.write_bytes(urllib.request.urlopen(urljoin(index, found[1]), timeout=120).read())  # noqa: S310
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != found[2]:
        sys.exit("pip came damaged from the package index.")
    return wheel


if __name__ == "__main__":
    sys.exit(main())
