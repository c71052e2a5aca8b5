"""Django's own commands, with the embedded database running where no other is named.

`python -m yichuang.config.manage makemigrations cases`
"""

import os
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from yichuang.config.env import environment

WITHOUT_DATABASE = {"makemigrations", "compilemessages", "collectstatic", "check"}


def main() -> None:
    """Run one of Django's commands as the owner of the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings.development")
    os.environ.setdefault("YICHUANG_ROLE", "owner")
    needs_server = environment().is_embedded and not WITHOUT_DATABASE & set(sys.argv[1:2])
    with environment().cluster.running() if needs_server else nullcontext():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
