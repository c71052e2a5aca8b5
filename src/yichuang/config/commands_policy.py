"""`yichuang policy`: what the law leaves to the place, and what holds here."""

import argparse

from yichuang.cases.queries import list_local_rules
from yichuang.config.cli import show, table
from yichuang.config.env import environment


def policy(options: argparse.Namespace) -> int:
    """Print every local rule with its value, the usual one, where the value comes from, and what the law says."""
    file = environment().policy_file
    rules = [
        {
            "name": one.name,
            "value": one.value,
            "default": one.default,
            "from": file if one.is_own else "default",
            "allowed": one.allowed,
            "source": one.description,
        }
        for one in list_local_rules()
    ]
    shown = [{name: one[name] for name in ("name", "value", "default", "from", "source")} for one in rules]
    show(options, {"file": file or None, "rules": rules}, table(shown))
    return 0
