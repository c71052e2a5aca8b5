"""Who applies, and in whose name an actor may file."""

from dataclasses import dataclass

from yichuang.cases.errors import MandateDoesNotCoverError, NotServedError
from yichuang.cases.queries.applying import served_hindrance
from yichuang.cases.rules import PartyKind, one_line
from yichuang.catalogue.queries import VersionView
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import check_phone
from yichuang.identity.queries import find_applicant_id, get_person
from yichuang.identity.rules import NAME_MAX, IdentityType, check_identity

_NAME_MISSING = gettext_noop("Give the applicant's name.")
_NAME_LONG = gettext_noop("A name has at most {max_length} characters; this one has {length}.")
_NOT_OWN = gettext_noop("Online you apply in your own name. To apply for somebody else, come to the window.")
_NOT_PRINCIPALS = gettext_noop(
    "You act for {principal}: apply in that name, with the number of the account. To apply in your own name, choose to act "
    "for yourself."
)


@dataclass(frozen=True, slots=True)
class Party:
    """Who applies, as it is written on the papers."""

    kind: PartyKind
    name: str
    identity_type: IdentityType
    identity_no: str
    phone: str


def check_party(party: Party) -> tuple[Party, list[FieldProblem]]:
    """The party in its one form, and what is wrong with it by field: `party-name`, `party-identity_no`, `party-phone`."""
    problems = []
    name = one_line(party.name)
    if not name:
        problems.append(FieldProblem("party-name", "cases.party_name", _NAME_MISSING, name))
    elif len(name) > NAME_MAX:
        details = {"max_length": NAME_MAX, "length": len(name)}
        problems.append(FieldProblem("party-name", "cases.party_name_long", _NAME_LONG, name, details))
    number, phone = party.identity_no, party.phone
    try:
        number = check_identity(party.identity_type, number)
    except InvalidError as error:
        problems.append(FieldProblem("party-identity_no", error.code, error.text, number, error.details))
    try:
        phone = check_phone(phone)
    except InvalidError as error:
        problems.append(FieldProblem("party-phone", error.code, error.text, phone, error.details))
    return Party(party.kind, name, party.identity_type, number, phone), problems


def foreign_name(party: Party, actor: Actor) -> FieldProblem | None:
    """The problem that somebody applies online in another name than his own, or his principal's.

    Clerks and other systems write down for whom they file.
    """
    if actor.kind is not ActorKind.APPLICANT or actor.owner_id is None:
        return None
    person = get_person(actor.owner_id)
    own = (one_line(person.name), person.identity_type, person.identity_no)
    if (party.name, party.identity_type, party.identity_no) == own:
        return None
    principal = actor.acting_for
    details = {"principal": principal.name} if principal else {}
    text = _NOT_PRINCIPALS if principal else _NOT_OWN
    return FieldProblem("party-identity_no", "cases.party_not_own", text, party.identity_no, details)


def account_of(party: Party, actor: Actor) -> int | None:
    """The applicant's own account, found by his number where somebody else files, so that he can follow the case online."""
    if actor.kind is ActorKind.APPLICANT:
        return actor.owner_id
    return find_applicant_id(party.identity_type, party.identity_no)


def require_mandate(actor: Actor, version: VersionView) -> None:
    """Whoever acts for somebody else has a mandate for the item.

    Law: CIV 162.

    Raises:
        MandateDoesNotCoverError: it is not in the mandate.
    """
    principal = actor.acting_for
    if principal is not None and not principal.covers(version.item_code):
        raise MandateDoesNotCoverError(principal=principal.name, item=version.name)


def require_served(actor: Actor, version: VersionView) -> None:
    """Who applies online is of a kind that the item serves. Clerks and other systems name the applicant later.

    Raises:
        NotServedError: the item is for another kind of applicant.
    """
    if found := served_hindrance(actor, version):
        raise NotServedError(item=version.name, reason=found)


def mandate_note(actor: Actor) -> dict[str, object]:
    """What the ledger says of an act done by an agent; empty for acts in one's own name. Law: CIV 162."""
    principal = actor.acting_for
    return {} if principal is None else {"mandate": principal.mandate_id}
