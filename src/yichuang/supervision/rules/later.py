"""Rules that are declared and not fed yet, each with what it waits for."""

from yichuang.core.errors import gettext_noop
from yichuang.supervision.rules.lights import Category, Light, Way
from yichuang.supervision.rules.rule import Rule


def _later(rule_id: str, category: Category, title: str, protects: str, basis: tuple[str, ...]) -> Rule:
    return Rule(rule_id, category, title, protects, basis, Light.RED, Way.LATER)


LATER_RULES = (
    _later(
        "fee.beyond_catalogue",
        Category.FEE,
        gettext_noop("Charged beyond the catalogue"),
        gettext_noop("That only published fees are charged. Not watched until fees are taken here."),
        ("ALL 58", "ALL 59", "OBE 25"),
    ),
    _later(
        "fee.no_receipt",
        Category.FEE,
        gettext_noop("Charged without a receipt"),
        gettext_noop("That all money goes to the treasury. Not watched until fees are taken here."),
        ("ALL 59",),
    ),
    _later(
        "attitude.bad_rating",
        Category.ATTITUDE,
        gettext_noop("Bad rating not dealt with"),
        gettext_noop("That a bad rating is answered. Not watched until ratings are followed up here."),
        ("GB39046 A.8",),
    ),
    _later(
        "attitude.complaint",
        Category.ATTITUDE,
        gettext_noop("Complaint not answered in time"),
        gettext_noop("That a complaint is answered. Not watched until complaints are kept here."),
        ("GB39046 A.8",),
    ),
)
