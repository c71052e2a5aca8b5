"""What the tests of acts need to say in one word: rows, papers, and cases seen from the outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest

from yichuang.cases.models import Case, CaseMaterial, LedgerRow
from yichuang.core import clock
from yichuang.core.errors import DomainError
from yichuang.documents.models import Paper, PaperCounter

Deed = Callable[[], object]
"""Something that is done, or refused."""


@dataclass(frozen=True)
class Traces:
    """Everything that an act may leave behind."""

    rows: int
    readings: tuple[tuple[str, str, int, str], ...]
    materials: int
    papers: int
    numbers: tuple[tuple[str, int], ...]


def traces() -> Traces:
    """What is there now: equal before and after an act that was refused."""
    return Traces(
        rows=LedgerRow.objects.count(),
        readings=tuple(Case.objects.order_by("id").values_list("case_no", "state", "seq", "digest")),
        materials=CaseMaterial.objects.count(),
        papers=Paper.objects.count(),
        numbers=tuple(PaperCounter.objects.order_by("id").values_list("kind", "last")),
    )


def last_row(case_no: str) -> LedgerRow:
    """The newest row of the case's ledger."""
    return LedgerRow.objects.filter(case_no=case_no).order_by("-seq")[0]


def case(case_no: str) -> Case:
    """The reading of the case."""
    return Case.objects.get(case_no=case_no)


def paper_of(case_no: str) -> Paper:
    """The newest paper of the case."""
    return Paper.objects.filter(subject=case_no).order_by("-id")[0]


@contextmanager
def at(text: str) -> Iterator[None]:
    """Inside the block it is that time at the centre, as in “2026-09-25T16:30”."""
    with clock.simulated(datetime.fromisoformat(text).replace(tzinfo=clock.zone())):
        yield


def refuses(deed: Deed, reason: str, /, **details: object) -> None:
    """The deed is refused with that code and these details among its own, and leaves nothing behind."""
    before = traces()
    with pytest.raises(DomainError) as refusal:
        deed()
    assert refusal.value.code == reason
    assert {name: refusal.value.details[name] for name in details} == details
    assert str(refusal.value)
    assert traces() == before
