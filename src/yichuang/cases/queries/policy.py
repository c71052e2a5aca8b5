"""The local rules that hold in this centre."""

from functools import cache

from django.conf import settings

from yichuang.cases.rules import Policy
from yichuang.cases.rules.policy import LocalRule, local_rules, read_policy


@cache
def policy() -> Policy:
    """The rules of this place: the defaults with what the setting CASE_POLICY changes. They hold until the process ends.

    Raises:
        PolicyInvalidError: the setting has an unknown name or a value that the law does not allow; `yichuang check` tells.
    """
    return read_policy(settings.CASE_POLICY)


def list_local_rules() -> tuple[LocalRule, ...]:
    """Every local rule with its value here.

    Raises:
        PolicyInvalidError: see `policy`.
    """
    return local_rules(policy())
