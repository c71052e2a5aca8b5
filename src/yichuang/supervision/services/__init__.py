"""Acts of supervision."""

from yichuang.supervision.services.answering import appeal, correct, explain
from yichuang.supervision.services.following import examine_cases, take_news_rows
from yichuang.supervision.services.handing_over import hand_over, strikes
from yichuang.supervision.services.judging import accept, cancel, confirm, give_card, uphold
from yichuang.supervision.services.measures import (
    Order,
    answer_measure,
    close_measure,
    issue_measure,
    return_measure,
)
from yichuang.supervision.services.moving import Moved
from yichuang.supervision.services.scoring import Breach, Missed, Score, read_breaches, score
from yichuang.supervision.services.sweeping import Swept, count, findings, sweep, watch_days
from yichuang.supervision.services.watching import Watch, open_finding, record_watch

__all__ = [
    "Breach",
    "Missed",
    "Moved",
    "Order",
    "Score",
    "Swept",
    "Watch",
    "accept",
    "answer_measure",
    "appeal",
    "cancel",
    "close_measure",
    "confirm",
    "correct",
    "count",
    "examine_cases",
    "explain",
    "findings",
    "give_card",
    "hand_over",
    "issue_measure",
    "open_finding",
    "read_breaches",
    "record_watch",
    "return_measure",
    "score",
    "strikes",
    "sweep",
    "take_news_rows",
    "uphold",
    "watch_days",
]
