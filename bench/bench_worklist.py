"""The lists and the page of a case with a million cases loaded, as a post of one department and one of the centre see them.

Each figure is the time of one question through the queries, statement and mapper together, at the median and at the 95th
of twenty: no web server, one client.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.load_cases import load
from yichuang.cases import queries
from yichuang.cases.queries import DueRange, WorklistFilter, WorklistOrder
from yichuang.cases.rules import State, Whose
from yichuang.core.actor import Actor

TIMES = 20
FILTERS = {
    "all": WorklistFilter(),
    "submitted": WorklistFilter(states=(State.SUBMITTED,)),
    "denied": WorklistFilter(states=(State.DENIED,)),
    "mine": WorklistFilter(handler=Whose.MINE),
    "free": WorklistFilter(handler=Whose.NOBODY),
    "overdue": WorklistFilter(due=DueRange.OVERDUE),
    "soon": WorklistFilter(due=DueRange.SOON),
    "returned": WorklistFilter(is_returned=True),
    "unarchived": WorklistFilter(states=(State.DELIVERED, State.REFUSED)),
}


def run() -> dict[str, Any]:
    loaded = load()
    return {"seconds_to_load": loaded.seconds} | measure(loaded.desk.clerk, loaded.centre, loaded.desk.applicant)


def measure(clerk: Actor, centre: Actor, applicant: Actor) -> dict[str, Any]:
    """Median and 95th percentile in milliseconds of each question to the tables that are there."""
    asked: dict[str, Callable[[], object]] = {}
    for post, actor in (("department", clerk), ("centre", centre)):
        asked |= {f"{post} today": partial(queries.today_counts, actor)}
        asked |= {f"{post} {name}": question for name, question in _lists(actor).items()}
    (first, *_others) = queries.worklist(clerk, WorklistFilter()).rows
    asked["case page"] = lambda: queries.get_case_view(clerk, first.case_no)
    asked["my cases"] = lambda: queries.list_my_cases(applicant)
    for name, text in (
        ("number", first.case_no), ("day", first.case_no[:8]), ("last digits", first.case_no[-6:]), ("name", "张示例"),
    ):  # fmt: skip
        asked[f"find by {name}"] = partial(queries.find_cases, centre, text)
    return {name: _timed(question) for name, question in asked.items()}


def _lists(actor: Actor) -> dict[str, Callable[[], object]]:
    questions: dict[str, Callable[[], object]] = {}
    for name, wanted in FILTERS.items():
        for order in WorklistOrder:
            shown = WorklistFilter(
                states=wanted.states,
                handler=wanted.handler,
                due=wanted.due,
                is_returned=wanted.is_returned,
                order=order,
            )
            questions[f"{name} {order.value}"] = partial(queries.worklist, actor, shown)
    deep = queries.worklist(actor, WorklistFilter(), size=1000).next_cursor
    questions["far page"] = lambda: queries.worklist(actor, WorklistFilter(), cursor=deep)
    return questions


def _timed(question: Callable[[], object]) -> tuple[float, float]:
    question()
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        question()
        taken.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(taken), 1), round(sorted(taken)[int(TIMES * 0.95) - 1], 1)
