"""Cases that wait for something the law attaches consequences to."""

from tests.support.acts import case
from tests.support.cases import Desk, do, soon, submission
from tests.support.catalogue import make_content
from yichuang.cases import services
from yichuang.cases.rules import Act
from yichuang.catalogue.rules import Handling, Purpose, ResultProduced
from yichuang.deadlines.rules import Procedure

_FOR_TWO_MONTHS = (ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=2),)
GRANTING = make_content(results=_FOR_TWO_MONTHS)
"""What is granted for two months."""
RENEWING = make_content(name="食品经营许可延续", handling=Handling(purpose=Purpose.RENEW), results=_FOR_TWO_MONTHS)
"""What renews it for two months more."""
Days = tuple[str, str, str, str]
"""Promised, statutory, and each without extension and stops; “-” while a clock stands still."""


def deferring(desk: Desk) -> str:
    """An accepted case that waits for a material."""
    application = submission(desk, materials={"M1": []})
    number = services.submit_application(actor=desk.clerk, submission=application).case_no
    do(desk, Act.RECEIVE, number)
    services.accept_case(actor=desk.clerk, case_no=number, deferred=["M2"])
    return number


def renewing(desk: Desk, original: str) -> str:
    """An application to renew what that case granted, not yet taken in."""
    return services.submit_application(actor=desk.clerk, submission=submission(desk, about=original)).case_no


def days_of(number: str) -> Days:
    """The due dates of the case as it reads now."""
    one = case(number)
    found = (one.promised_due_on, one.statutory_due_on, one.promised_first_on, one.statutory_first_on)
    return tuple(str(day) if day else "-" for day in found)  # type: ignore[return-value]  # four of four


def begin(desk: Desk, number: str, procedure: Procedure = Procedure.TEST) -> None:
    """The case is in that procedure; two carry it out where the law wants two."""
    people = [one.account_id or 0 for one in (desk.official, desk.head)]
    services.begin_procedure(
        actor=desk.official, case_no=number, procedure=procedure, reason="需要", expected_on=soon(), people=people
    )
