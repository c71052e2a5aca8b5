"""What people see when they watch the hall: no function finds it, a record opens it, and then it goes through the same loop."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.supervision.rules.lights import Category, Light, WatchKind, Way
from yichuang.supervision.rules.rule import Rule

RULE_OF: Mapping[WatchKind, str] = MappingProxyType({kind: f"hall.{kind.value}" for kind in WatchKind})
"""The rule under which findings of such a record stand."""


def _rule(kind: WatchKind, title: str) -> Rule:
    protects = gettext_noop("That windows are staffed, people are served well and the rules of the hall are kept.")
    return Rule(RULE_OF[kind], Category.HALL, title, protects, ("PRACT 001",), Light.YELLOW, Way.HAND)


HALL_RULES = (
    _rule(WatchKind.PATROL, gettext_noop("Found on patrol")),
    _rule(WatchKind.VIDEO, gettext_noop("Found by video")),
    _rule(WatchKind.MYSTERY, gettext_noop("Found on a mystery visit")),
    _rule(WatchKind.LEADER_DUTY, gettext_noop("Found by a leader on duty")),
    _rule(WatchKind.DIRECTOR_DAY, gettext_noop("Found by a director in the hall")),
)
