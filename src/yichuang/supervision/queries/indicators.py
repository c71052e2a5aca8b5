"""Indicators: each defined once, as numerator over denominator, counted from the months' counts and opened to the cases behind.

Definitions: docs/developers/supervision.md. A period counts whole months; what happens in a month is counted in the month of its
own day (filing, acceptance, decision, closing).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from django.db.models import Q

from yichuang.cases.rules import Act, Channel
from yichuang.catalogue.rules import CaseType
from yichuang.core.errors import gettext_noop
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.prepared import run_prepared
from yichuang.supervision.models import CaseFact
from yichuang.supervision.rules import COUNTERS

By = Literal["", "organisation", "item", "month", "channel", "case_type"]


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both included; indicators count the months in which they lie."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator. `numerator` and `denominator` are sums over counters (see `COUNTERS`); a share unless `is_mean`."""

    code: str
    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    less: tuple[str, ...] = ()
    is_mean: bool = False


def _share(code: str, name: str, numerator: str, denominator: str) -> Definition:
    return Definition(code, name, (numerator,), (denominator,))


INDICATORS: Mapping[str, Definition] = MappingProxyType(
    {
        one.code: one
        for one in (
            _share("completion_rate", gettext_noop("Closed of accepted"), "closed", "accepted"),
            _share("instant_rate", gettext_noop("Decided on the spot, of accepted"), "instant_accepted", "accepted"),
            _share("on_spot_rate", gettext_noop("Closed within the day of filing, of closed"), "on_spot", "closed"),
            _share("on_time_rate", gettext_noop("Decided within the promised limit"), "on_time", "limited"),
            _share("early_rate", gettext_noop("Decided before the promised day"), "early", "limited"),
            Definition("late_rate", gettext_noop("Decided late"), ("limited",), ("limited",), ("on_time",)),
            Definition(
                "promise_speedup",
                gettext_noop("Promised shorter than the law allows"),
                ("statutory_days",),
                ("statutory_days",),
                ("promised_days",),
            ),
            Definition(
                "actual_speedup",
                gettext_noop("Decided quicker than the law allows"),
                ("statutory_days",),
                ("statutory_days",),
                ("days_used",),
            ),
            Definition(
                "mean_days",
                gettext_noop("Mean working days to the decision"),
                ("days_used",),
                ("promised_decided",),
                is_mean=True,
            ),
            _share("online_rate", gettext_noop("Filed online"), "online_filed", "filed"),
            _share("refusal_rate", gettext_noop("Not accepted, of filed"), "refused", "filed"),
            _share("correction_rate", gettext_noop("Sent back for corrections, of filed"), "corrected", "filed"),
            _share("denial_rate", gettext_noop("Denied, of decided"), "denied", "decided"),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator of a slice: numerator, denominator, and what they give; None where there is nothing to divide by."""

    code: str
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Numerator over denominator."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Slice:
    """The indicators and counters of one slice; `key` is the id of the body, the code of the item, the month, as was asked for."""

    key: str
    counters: Mapping[str, int]
    values: Mapping[str, Value]


_BY: Mapping[str, str] = MappingProxyType(
    {
        "": "''",
        "organisation": "organisation_id::text",
        "item": "item_code",
        "month": "to_char(month, 'YYYY-MM')",
        "channel": "channel",
        "case_type": "case_type",
    }
)
_SUMS = ", ".join(f"sum({name})::bigint" for name in COUNTERS)


def indicators(
    period: Period, *, by: By = "", organisation_id: int | None = None, item_code: str = ""
) -> tuple[Slice, ...]:
    """Every indicator of the period, in all or by slices, of all bodies and items or one."""
    statement = (
        f"SELECT {_BY[by]} AS key, {_SUMS} FROM supervision_monthcount"  # noqa: S608 - of a fixed list
        " WHERE month BETWEEN date_trunc('month', %(first)s::date) AND %(last)s"
        " AND (%(organisation)s::bigint IS NULL OR organisation_id = %(organisation)s)"
        " AND (%(item)s = '' OR item_code = %(item)s) GROUP BY 1 ORDER BY 1"
    )
    values = {"first": period.first, "last": period.last, "organisation": organisation_id, "item": item_code}
    return tuple(_slice(key, sums) for key, *sums in run_prepared(statement, values))


def _slice(key: str, sums: list[Any]) -> Slice:
    counters = dict(zip(COUNTERS, sums, strict=True))
    values = {
        one.code: Value(
            one.code,
            sum(counters[name] for name in one.numerator) - sum(counters[name] for name in one.less),
            sum(counters[name] for name in one.denominator),
        )
        for one in INDICATORS.values()
    }
    return Slice(key, MappingProxyType(counters), MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class FactRow:
    """A case behind a number."""

    case_id: int
    case_no: str
    organisation_id: int
    item_code: str
    filed_on: date
    decided_on: date | None
    closed_on: date | None
    outcome: str
    is_on_time: bool | None
    days_used: int


_BEHIND: Mapping[str, tuple[str, Q]] = MappingProxyType(
    {
        "filed": ("filed_on", Q()),
        "online_filed": ("filed_on", ~Q(channel=Channel.WINDOW.value)),
        "accepted": ("accepted_on", Q()),
        "refused": ("filed_on", Q(outcome=Act.REFUSE.value)),
        "corrected": ("filed_on", Q(corrections__gt=0)),
        "decided": ("decided_on", Q()),
        "granted": ("decided_on", ~Q(outcome=Act.DENY.value)),
        "denied": ("decided_on", Q(outcome=Act.DENY.value)),
        "closed": ("closed_on", Q()),
        "on_spot": ("closed_on", Q(is_on_spot=True)),
        "promised_decided": ("decided_on", Q(case_type=CaseType.PROMISED.value)),
        "limited": ("decided_on", Q(is_on_time__isnull=False)),
        "on_time": ("decided_on", Q(is_on_time=True)),
        "early": ("decided_on", Q(is_early=True)),
        "on_due_day": ("decided_on", Q(on_due_day=True)),
        "instant_accepted": ("accepted_on", Q(case_type=CaseType.INSTANT.value)),
    }
)
"""Of each counter that opens to its cases: by which day, and which cases."""


def cases_behind(
    counter: str,
    period: Period,
    *,
    organisation_id: int | None = None,
    item_code: str = "",
    cursor: str | None = None,
    size: int = 50,
) -> Page[FactRow]:
    """The cases that a counter counts in the months of the period, newest first.

    Raises:
        KeyError: the counter does not open to cases.
        CursorError: the cursor is not one of this list.
    """
    day, wanted = _BEHIND[counter]
    first, last = period.first.replace(day=1), period.last
    rows = CaseFact.objects.filter(wanted, **{f"{day}__gte": first, f"{day}__lte": last})
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if item_code:
        rows = rows.filter(item_code=item_code)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    names = (
        "case_id", "case_no", "organisation_id", "item_code", "filed_on", "decided_on", "closed_on", "outcome", "is_on_time", "days_used",
    )  # fmt: skip
    found = [FactRow(*row) for row in rows.order_by("-pk").values_list(*names)[: size + 1]]
    return page_of(found, size, [(row.case_id,) for row in found])
