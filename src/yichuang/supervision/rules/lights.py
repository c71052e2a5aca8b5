"""The words of supervision: lights, what a rule is about, how it looks, and whom a signal concerns."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class Light(Labelled):
    """How grave a signal is, from the reminder up (蓝、黄、红、双红)."""

    BLUE = "blue", gettext_noop("Blue: reminder")
    YELLOW = "yellow", gettext_noop("Yellow: warning")
    RED = "red", gettext_noop("Red: breach")
    DOUBLE_RED = "double_red", gettext_noop("Double red: breach of a statutory limit")


RANK: Mapping[Light, int] = MappingProxyType({light: rank for rank, light in enumerate(Light)})
"""The graver the higher."""


class Category(Labelled):
    """What a rule watches over."""

    TIME = "time", gettext_noop("Time limits")
    PROCEDURE = "procedure", gettext_noop("Procedure and papers")
    ACCEPTANCE = "acceptance", gettext_noop("Acceptance and refusal")
    FEE = "fee", gettext_noop("Charges")
    DISCRETION = "discretion", gettext_noop("Discretion")
    PUBLICATION = "publication", gettext_noop("Publication")
    ATTITUDE = "attitude", gettext_noop("Attitude and complaints")
    ANOMALY = "anomaly", gettext_noop("Anomalies")
    HALL = "hall", gettext_noop("Work in the hall")


class Way(Labelled):
    """How a rule looks: at the story of one case, at counts of many, or not yet, because what it needs is not recorded here."""

    STORY = "story", gettext_noop("The story of a case")
    COUNT = "count", gettext_noop("Counts of many cases")
    ITEM = "item", gettext_noop("What is published of an item")
    HAND = "hand", gettext_noop("What people saw in the hall")
    LATER = "later", gettext_noop("Not fed yet")


class WatchKind(Labelled):
    """How people at work are watched, and leaders serve in the hall themselves."""

    PATROL = "patrol", gettext_noop("Patrol of the hall")
    VIDEO = "video", gettext_noop("Inspection by video")
    MYSTERY = "mystery", gettext_noop("Mystery visit")
    LEADER_DUTY = "leader_duty", gettext_noop("Leader on duty in the hall")
    DIRECTOR_DAY = "director_day", gettext_noop("Director serving in the hall")


class SubjectKind(Labelled):
    """What a signal is about."""

    CASE = "case", gettext_noop("Case")
    ITEM = "item", gettext_noop("Item")
    BODY = "body", gettext_noop("Body")
    FINDING = "finding", gettext_noop("Finding in the hall")
