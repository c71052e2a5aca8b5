"""How a case may leave the straight road, as the applicant is told it: on the page of the guide and on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext

from yichuang.cases.queries import policy
from yichuang.cases.rules import fitting_extension
from yichuang.catalogue.queries import ItemRow
from yichuang.catalogue.rules import CaseType, Commitment, ItemContent, ItemType, Purpose, concerned_codes
from yichuang.catalogue.rules.publication import fits
from yichuang.core.errors import gettext_noop
from yichuang.portal.words import is_english, local, term_text


@dataclass(frozen=True, slots=True)
class Way:
    """Something that may happen: what, in sentences, with `points` below them and `closing` below those, ended by `own`.

    `points` and `own` are the item's own words, Chinese to a reader of English if `is_foreign`.
    """

    term: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()
    closing: str = ""
    own: str = ""
    is_foreign: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it as lines of plain text, the points numbered."""
        numbered = (gettext("{number}. {text}").format(number=at, text=one) for at, one in enumerate(self.points, 1))
        return tuple(
            line for line in (*self.sentences, *numbered, f"{self.closing}{self.own}" if self.own else "") if line
        )


@dataclass(frozen=True, slots=True)
class Follower:
    """An item that changes, renews or ends what this one grants, and when to use it."""

    label: str
    row: ItemRow
    note: str


_LABELS: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.AMEND: gettext_noop("To change it"),
        Purpose.RENEW: gettext_noop("To renew it"),
        Purpose.CANCEL: gettext_noop("To end it"),
    }
)


def ways(content: ItemContent) -> tuple[Way, ...]:
    """What may happen in a case of the item besides its steps, in the order in which it would.

    Law: ALL 42, 43, 45; AY 25
    """
    if content.case_type is CaseType.INSTANT:
        return ()
    handling = content.handling
    found = [
        _on_commitment(handling.commitment) if handling.commitment else None,
        _decided_above(content) if handling.upper_body else None,
        _time(content),
        Way(gettext("Withdrawing it"), (gettext("You may withdraw your application at any time until the decision."),)),
    ]
    return tuple(way for way in found if way is not None)


def commitment_way(content: ItemContent) -> Way | None:
    """What it means to choose a commitment; None where it cannot be chosen. Law: AY 25."""
    return _on_commitment(content.handling.commitment) if content.handling.commitment else None


def deferral_text(content: ItemContent) -> str:
    """What is said at a material that may follow later. Law: AY 24."""
    limit = content.handling.deferral_limit or policy().deferral_limit
    return gettext("May follow later, within {limit} of acceptance").format(limit=term_text(limit))


def deferral_note(content: ItemContent) -> str:
    """What it means that materials may follow later; nothing where none may. Law: AY 24; ZJ 11; BZ 11."""
    if not any(material.is_deferrable and material.is_asked for material in content.materials):
        return ""
    return gettext(
        "What may follow later: promise in writing to hand it in, and your application is accepted without it. If it does not "
        "come in time: {outcome}."
    ).format(outcome=gettext(policy().missed_deferral.label))


def decided_by(content: ItemContent) -> str:
    """The higher body that decides; nothing where the body that handles the item does. Law: ALL 43."""
    return local(content.handling, "upper_body")


def commitment_text(content: ItemContent) -> str:
    """That the item can be granted on commitment, in few words; nothing where it cannot."""
    return gettext("Possible: decided on the spot, see “How it goes”") if content.handling.commitment else ""


def papers_text(content: ItemContent) -> str:
    """In which languages the papers of a case are, where that is not Chinese alone."""
    return gettext("In Chinese and English") if content.handling.is_bilingual else ""


def when_to_apply(content: ItemContent) -> str:
    """By when a renewal is applied for; nothing for anything else. Law: ALL 50."""
    return renewal_time() if content.handling.purpose is Purpose.RENEW else ""


def renewal_time() -> str:
    """By when a renewal is applied for. Law: ALL 50."""
    return gettext("At least {days} days before it expires, unless the guide says otherwise").format(
        days=policy().renewal_days
    )


def silence_text(content: ItemContent) -> str:
    """What holds when a renewal is not decided in time; nothing for anything else. Law: ALL 50."""
    handling = content.handling
    if handling.purpose is not Purpose.RENEW or not handling.is_renewed_by_silence:
        return ""
    return gettext("If you apply in time and nothing is decided before it expires, it counts as renewed.")


def followed_codes(content: ItemContent) -> tuple[str, ...]:
    """The certificates whose followers a reader of the guide may look for: none once it is ended."""
    match content.handling.purpose:
        case Purpose.CANCEL:
            return ()
        case Purpose.NEW:
            return tuple(dict.fromkeys(result.certificate_code for result in content.results))
        case _:
            return concerned_codes(content)


def followers(rows: Iterable[ItemRow], item_code: str) -> tuple[Follower, ...]:
    """The items that follow, other than the one that is read: change, renewal, end."""
    others = [row for row in rows if row.code != item_code and row.purpose in _LABELS]
    order = list(_LABELS)
    return tuple(
        Follower(gettext(_LABELS[row.purpose]), row, renewal_time() if row.purpose is Purpose.RENEW else "")
        for row in sorted(others, key=lambda row: order.index(row.purpose))
    )


def _on_commitment(commitment: Commitment) -> Way:
    is_told = is_english() and commitment.has_english
    return Way(
        gettext("Granted on a declaration"),
        (
            gettext(
                "You may choose to declare in writing that you meet what is listed here. The decision is then made on the spot, "
                "and what you declared is checked within {limit} afterwards. Until the decision you may withdraw the whole application."
            ).format(limit=term_text(policy().verification_limit)),
            gettext("Whoever has a record of serious dishonesty or of a false declaration cannot choose this."),
        ),
        commitment.terms_en if is_told else commitment.terms,
        gettext("If what you declared is not true: "),
        commitment.consequence_en if is_told else commitment.consequence,
        is_foreign=is_english() and not is_told,
    )


def _decided_above(content: ItemContent) -> Way:
    limit = policy().preliminary_limit
    has_time = content.statutory_limit is None or fits(limit, content.statutory_limit)
    text = (
        gettext(
            "Your application is accepted here and examined within {limit}. It then goes with all materials to {body}, which "
            "decides. You need not hand in anything again."
        )
        if has_time
        else gettext(
            "Your application is accepted and examined here. It then goes with all materials to {body}, which decides. You need "
            "not hand in anything again."
        )
    )
    return Way(gettext("Decided by a higher body"), (text.format(body=decided_by(content), limit=term_text(limit)),))


def _time(content: ItemContent) -> Way | None:
    """What makes the time longer: special procedures of licences, an extension."""
    sentences = []
    if content.item_type is ItemType.LICENCE:
        sentences.append(
            gettext(
                "Where the law asks for a hearing, tender, auction, inspection, test, quarantine, appraisal or expert review, its "
                "time is not counted; you are told in writing how long it takes."
            )
        )
    limit = content.statutory_limit or content.promised_limit
    extension = content.handling.extension_limit or policy().extension_limit
    if limit is not None and fitting_extension(limit, extension) is not None:
        sentences.append(
            gettext(
                "If the limit cannot be kept, the head of the body may extend it once, by {limit} at most; you are told the reasons."
            ).format(limit=term_text(extension))
        )
    return Way(gettext("If it takes longer"), tuple(sentences)) if sentences else None
