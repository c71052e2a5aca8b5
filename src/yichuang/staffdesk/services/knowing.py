"""What is known of whoever stands at the window, looked up by the number of a document and put on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from yichuang.cases import services as cases
from yichuang.cases.queries import DraftView, prefill
from yichuang.cases.rules import FormValue, PartyKind
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import FieldProblem, InvalidError
from yichuang.core.identifiers import check_credit_code, check_identity_no
from yichuang.core.rights import Right
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.queries import actor_of, find_applicant_id, get_person
from yichuang.identity.rules import IdentityType
from yichuang.identity.services import record_unmasking
from yichuang.staffdesk.services.intake import Intake


@dataclass(frozen=True, slots=True)
class Known:
    """What is wrong with a number, or what is known of whoever has it: values for fields of the intake by name.

    `answers` are those for the item's questions, by id, that the account and the person's earlier cases gave.
    """

    problem: FieldProblem | None = None
    has_account: bool = False
    fill: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, FormValue] = field(default_factory=dict)

    def completed(self, intake: Intake) -> Intake:
        """The same with what is known where nothing was typed; kind and document are corrected."""
        party = intake.party
        return replace(
            intake,
            form={**self.answers, **{name: value for name, value in intake.form.items() if value}},
            party=replace(
                party,
                kind=PartyKind(self.fill.get("kind", party.kind.value)),
                identity_type=IdentityType(self.fill.get("identity_type", party.identity_type.value)),
                name=party.name or self.fill.get("name", ""),
                phone=party.phone or self.fill.get("phone", ""),
            ),
        )


@transaction.atomic
def known_person(*, actor: Actor, draft: DraftView, party: cases.Party) -> Known:
    """Whether the number fits its document, and what is known of whoever has it, where the actor may see it.

    That is name and phone of the account, and answers of the person's earlier cases to the same data elements. The look
    is on record. A credit code given as a card is taken for what it is.

    Law: OSR 7; PIPL 51.
    """
    fill: dict[str, str] = {}
    if party.identity_type is IdentityType.RESIDENT_CARD and _is_credit_code(party.identity_no):
        fill = {"identity_type": IdentityType.CREDIT_CODE.value, "kind": PartyKind.ENTERPRISE.value}
        party = replace(party, identity_type=IdentityType.CREDIT_CODE)
    checked, problems = cases.check_party(party)
    wrong = next((one for one in problems if one.field == "party-identity_no"), None)
    if wrong is not None:
        return Known(problem=wrong)
    account_id = find_applicant_id(checked.identity_type, checked.identity_no)
    organisation_id = draft.version.organisation_id
    if account_id is None or not actor.may(Right.UNMASK_PERSON, organisation_id):
        return Known(fill=fill)
    found, answers = get_person(account_id), _earlier_answers(account_id, draft)
    what = "name, phone, earlier answers at intake" if answers else "name, phone at intake"
    record_unmasking(actor=actor, subject=f"account:{account_id}", what=what, organisation_id=organisation_id)
    return Known(has_account=True, fill={**fill, "name": found.name, "phone": found.phone}, answers=answers)


def _earlier_answers(account_id: int, draft: DraftView) -> dict[str, FormValue]:
    """What the person told before, as the portal would offer it to the person; nothing where the account is switched off."""
    try:
        applicant = actor_of(account_id, clock.today())
    except AccountNotFoundError:
        return {}
    return {name: one.value for name, one in prefill(applicant, draft.version.content, form=draft.form).items()}


def _is_credit_code(number: str) -> bool:
    """Whether it can only be a credit code: the number of one resident card in thirty or so would pass for one."""
    return _passes(check_credit_code, number) and not _passes(check_identity_no, number)


def _passes(check: Callable[[str], str], number: str) -> bool:
    try:
        check(number)
    except InvalidError:
        return False
    return True
