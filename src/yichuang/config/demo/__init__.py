"""The demonstration centre 示例区: invented people and a fictitious place, real facts about real items, all made through the services."""

from yichuang.config.demo.centre import DEMO_PASSWORD, centre_exists, make_centre, staff_accounts
from yichuang.config.demo.history import make_history
from yichuang.config.demo.life import SHOWCASE, Walk, walk

__all__ = [
    "DEMO_PASSWORD",
    "SHOWCASE",
    "Walk",
    "centre_exists",
    "make_centre",
    "make_history",
    "staff_accounts",
    "walk",
]
