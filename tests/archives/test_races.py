"""Packages at the same moment: one is made, and an act that comes between waits for it."""

import pytest

from tests.races.test_cases import errors, together
from tests.support import archives, cases
from yichuang.archives import services
from yichuang.archives.models import Package
from yichuang.cases.rules import Act, State
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_that_make_the_package_of_one_case_get_the_same_one() -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED)

    results = together(*[lambda: services.make_package(actor=SYSTEM, case_no=case_no)] * 3)

    assert errors(results) == []
    assert results[0] == results[1] == results[2]
    assert Package.objects.count() == 1


def test_an_act_at_the_same_moment_stands_in_the_package_wholly_or_not_at_all() -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.DELIVERED)

    results = together(
        lambda: services.make_package(actor=SYSTEM, case_no=case_no), lambda: cases.do(desk, Act.ARCHIVE, case_no)
    )

    assert errors(results) == []
    assert Package.objects.get().seq in {7, 8}
    assert archives.found(archives.packed(case_no).content) == set()
