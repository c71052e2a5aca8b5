"""Fill the database of this environment with a million cases, and leave it there: `python -m bench.load`."""

import os

import django

from yichuang.config.env import environment


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings.development")
    os.environ["YICHUANG_ROLE"] = "application"
    with environment().cluster.running():
        django.setup()
        from bench.load_cases import load
        from yichuang.config.commands import prepare_embedded

        prepare_embedded()
        loaded = load()
        print(loaded.seconds, {"department": loaded.desk.organisation_id, "centre": loaded.centre.account_id})


if __name__ == "__main__":
    main()
