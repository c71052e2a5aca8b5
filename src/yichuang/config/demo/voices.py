"""What people say to each other in the demonstration centre: wordings, mandates, questions, messages, ratings."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from yichuang.cases.queries import CaseRow, list_my_cases
from yichuang.cases.rules import OPEN_STATES, State, TextKind
from yichuang.cases.services import save_text
from yichuang.config.demo.centre import data, identity_of
from yichuang.config.demo.life import team_of
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.correspondence import services as correspondence
from yichuang.correspondence.queries import propose_wording
from yichuang.feedback import services as feedback
from yichuang.feedback.queries import may_rate
from yichuang.identity.queries import actor_of, find_account_by_login
from yichuang.identity.services import give_mandate
from yichuang.organisations.queries import find_organisation_by_name
from yichuang.staffdesk.services import seed_texts

_KEYS = UUID("6f0f3a54-3f0e-4a57-9d1b-4f1a2b7c9e10")
_YEAR = timedelta(days=365)
_LEVELS = (1, 1, 2, 1, 3, 1, 2, 4)
_RATERS = 24


@transaction.atomic
def make_voices() -> None:
    """The demonstration centre has standard texts, mandates, questions with answers, messages and ratings."""
    seed_texts(actor=SYSTEM)
    for text in data("voices.json")["texts"]:
        save_text(
            actor=SYSTEM, organisation_id=None, kind=TextKind(text["kind"]), title=text["title"], text=text["text"]
        )
    _give_mandates()
    for number, question in enumerate(data("voices.json")["questions"]):
        _ask(number, question)
    _talk()
    _rate()


def _actor(login: str) -> Actor:
    account = find_account_by_login(login)
    if account is None:
        message = f"the demonstration has no account {login}"
        raise ValueError(message)
    return actor_of(account.id, on=clock.today())


def _key(*parts: object) -> UUID:
    """The same key for the same thing each time."""
    return uuid5(_KEYS, "/".join(map(str, parts)))


def _give_mandates() -> None:
    people = {person["login"]: person for person in data("people.json")["applicants"]}
    for mandate in data("voices.json")["mandates"]:
        kind, number = identity_of(people[mandate["agent"]])
        give_mandate(
            actor=_actor(mandate["principal"]),
            agent_type=kind,
            agent_no=number,
            agent_name=people[mandate["agent"]]["name"],
            item_codes=mandate["items"],
            valid_from=clock.today(),
            valid_to=clock.today() + _YEAR,
        )


def _ask(number: int, given: dict[str, str]) -> None:
    question = correspondence.Question(
        title=given["title"], text=given["text"], item_code=given["item"], wants_public=bool(given["is_public"])
    )
    asked_at = clock.now() - timedelta(days=number + 2, hours=number)
    with clock.simulated(asked_at):
        asked = correspondence.ask(actor=_actor(given["login"]), question=question, key=_key("ask", number))
    if not given["answer"]:
        return
    manager, body = _actor("manager01"), find_organisation_by_name(asked.organisation_name)
    clerk = team_of(body.id).clerk if body and given["item"] else manager
    with clock.simulated(asked_at + timedelta(hours=20)):
        correspondence.answer(actor=clerk, number=asked.number, text=given["answer"], key=_key("answer", number))
        wording = propose_wording(manager, asked.number)
        correspondence.publish_answer(
            actor=manager,
            number=asked.number,
            title=wording.title,
            question=wording.question,
            answer_text=wording.answer,
        )


def _cases_of_applicants(fits: Callable[[Actor, CaseRow], bool]) -> Iterator[tuple[Actor, CaseRow]]:
    """Applicants with one case each that fits."""
    for person in data("people.json")["applicants"]:
        actor = _actor(person["login"])
        for row in list_my_cases(actor).rows:
            if fits(actor, row):
                yield actor, row
                break


def _talk() -> None:
    talks = data("voices.json")["talks"]
    found = _cases_of_applicants(lambda _actor, row: row.state in OPEN_STATES)
    for number, (talk, (actor, row)) in enumerate(zip(talks, found, strict=False)):
        correspondence.say(actor=actor, case_no=row.case_no, text=talk["applicant"], key=_key("say", number))
        if talk["staff"]:
            clerk = team_of(row.organisation_id).clerk
            correspondence.say(actor=clerk, case_no=row.case_no, text=talk["staff"], key=_key("reply", number))


def _rate() -> None:
    found = _cases_of_applicants(lambda actor, row: row.state is State.DELIVERED and not may_rate(actor, row.case_no))
    for number, (actor, row) in zip(range(_RATERS), found, strict=False):
        opinion = feedback.Opinion(level=_LEVELS[number % len(_LEVELS)])
        feedback.rate(actor=actor, case_no=row.case_no, opinion=opinion, key=_key("rate", number))
