"""News, questions and messages for tests."""

import uuid
from typing import Any

from tests.support import organisations as bodies
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.queries import LedgerNews
from yichuang.cases.rules import Act, State
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor
from yichuang.correspondence import services
from yichuang.correspondence.services import Asked, Question
from yichuang.deadlines.services import seed_national_years
from yichuang.organisations.rules import OrganisationKind
from yichuang.outbox.models import Message

PHONE = "13800001234"


def news_of(case_no: str, *acts: Act) -> list[LedgerNews]:
    """What followers are told of the case (of those acts only): built from its ledger, because followers see committed rows only."""
    case = Case.objects.get(case_no=case_no)
    rows = LedgerRow.objects.filter(case=case).order_by("seq")
    return [
        LedgerNews(
            transaction_id=row.transaction_id,
            row_id=row.pk,
            case_no=case_no,
            seq=row.seq,
            act=Act(row.act),
            before=State(row.before) if row.before else None,
            after=State(row.after),
            at=row.at,
            account_id=row.account_id,
            organisation_id=row.organisation_id,
            applicant_id=case.applicant_id,
            handler_id=case.handler_id,
            client_id=case.client_id,
            item_code=case.item_code,
            item_name=case.item_name,
            reason=row.reason,
            details=row.details,
            next_due_on=case.next_due_on,
        )
        for row in rows
        if not acts or Act(row.act) in acts
    ]


def deliver_news(case_no: str, *acts: Act) -> None:
    """Whoever must know of the acts on the case has been told."""
    services.take_news_rows(news_of(case_no, *acts))


def make_calendar() -> None:
    """The national calendar of 2024 to 2027."""
    seed_national_years(actor=SYSTEM, first=2024, last=2027)


def question(organisation_id: int | None, **changes: Any) -> Question:
    """A complete question."""
    elements: dict[str, Any] = {
        "title": "开店需要哪些材料",
        "text": "请问在示例路开小餐馆需要带什么材料？",
        "organisation_id": organisation_id,
        "wants_public": True,
        "name": "李示例",
        "phone": PHONE,
    }
    return Question(**{**elements, **changes})


def ask(organisation_id: int | None, actor: Actor = ANONYMOUS, address: str = "", **changes: Any) -> Asked:
    """A question that was asked."""
    return services.ask(actor=actor, question=question(organisation_id, **changes), key=uuid.uuid4(), address=address)


def say(actor: Actor, case_no: str, text: str = "请问还要多久？") -> int:
    """A message about a case."""
    return services.say(actor=actor, case_no=case_no, text=text, key=uuid.uuid4())


def sent_texts() -> list[str]:
    """The texts in the outbox, the oldest first."""
    return [row.text for row in Message.objects.order_by("pk")]


def centre_authority() -> int:
    """The body that runs the centre."""
    return bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
