"""One measurement in a process of its own, with the embedded database running."""

import os
import sys

import django

from bench.__main__ import run_one
from yichuang.config.env import environment


def main() -> None:
    os.environ["YICHUANG_ROLE"] = "application"
    with environment().cluster.running():
        django.setup()
        from yichuang.config.commands import prepare_embedded

        prepare_embedded()
        run_one(sys.argv[1])


if __name__ == "__main__":
    main()
