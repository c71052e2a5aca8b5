"""How cases of an item may go off the straight road: what follows from that, and what contradicts itself in it."""

import re
from collections.abc import Iterator

from yichuang.catalogue.rules.content import CaseType, Commitment, Handling, ItemContent, ItemType, Purpose
from yichuang.catalogue.rules.points import Missing
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term, Unit

LICENCE_LIMIT = Term(20, Unit.WORKING_DAY)
JOINT_LICENCE_LIMIT = Term(45, Unit.WORKING_DAY)
BY_THE_BODY_ITSELF = frozenset(
    {ItemType.PENALTY, ItemType.COERCION, ItemType.LEVY, ItemType.INSPECTION, ItemType.RULING}
)
"""Acts that nobody applies for, or that settle a dispute: a declaration of one's own decides none of them."""
_NO_NAME = re.compile(r"(\W|_|\d)*(无|没有|不涉及|无上级(机关|部门|单位)?|none|no|n/a|null)?(\W|_|\d)*", re.IGNORECASE)

NOT_ON_COMMITMENT = gettext_noop(
    "“{kind}” is nothing that is granted on a declaration: take the declaration away, or correct the kind of act."
)
COMMITMENT_INSTANT = gettext_noop(
    "An item decided on the spot needs no declaration for that: take it away, or promise a limit for those who make none."
)
COMMITMENT_UPPER = gettext_noop(
    "A higher body decides, so nothing can be granted here on a declaration: take the declaration or the higher body away."
)
COMMITMENT_TERMS = gettext_noop("List what the applicant declares to meet, or take the consequence away.")
COMMITMENT_CONSEQUENCE = gettext_noop("Say what follows if the declaration is not true.")
COMMITMENT_ENGLISH = gettext_noop("There are {wanted} declarations, but {given} of them in English; give all or none.")
NOTHING_DEFERRABLE = gettext_noop(
    "A time is set for materials that follow later, but none may: mark a material that is asked for, or take the time away."
)
DEFERRED_AT_ONCE = gettext_noop("A material that follows later needs at least 1 day or hour.")
EXTENSION_UNIT = gettext_noop("The limit of the item is in {wanted_unit}, so it can be extended only in {wanted_unit}.")
EXTENSION_INSTANT = gettext_noop(
    "An item decided on the spot has no limit that could be extended; take the extension away."
)
EXTENSION_NONE = gettext_noop("An extension by 0 extends nothing; leave it empty if the centre's own rule holds.")
UPPER_UNNAMED = gettext_noop(
    "“{name}” names no body: name the higher body, or leave it empty if cases are decided here."
)
UPPER_INSTANT = gettext_noop(
    "An item decided on the spot cannot be sent up: take the higher body away, or change the kind of handling."
)
PURPOSE_UNNAMED = gettext_noop(
    "It is about something granted before, so name that among the results or the certificates needed first."
)
RENEWAL_ENDLESS = gettext_noop("Only what expires is renewed: say for how many months a result is valid.")
ENGLISH_NAME = gettext_noop("Papers in Chinese and English need the English name of the item.")


def concerned_codes(content: ItemContent) -> tuple[str, ...]:
    """The certificate codes of what an application is to change, renew or end; none for something new.

    These are the results that are also needed first; where there are none, an end concerns what is needed and a change
    or renewal what results.

    Law: ALL 49, 50, 70
    """
    if content.handling.purpose is Purpose.NEW:
        return ()
    results = tuple(result.certificate_code for result in content.results)
    needed = tuple(needed.certificate_code for needed in content.certificates_needed)
    both = tuple(code for code in results if code in needed)
    ended = needed if content.handling.purpose is Purpose.CANCEL else ()
    return tuple(dict.fromkeys(both or ended or results or needed))


def handling_points(content: ItemContent) -> Iterator[Missing]:
    """Every point of the handling that contradicts itself or the rest of the item. Law: ALL 42, 43, 49, 50, 70; AY 24, 25."""
    handling = content.handling
    yield from _purpose(content, handling)
    if handling.commitment is not None:
        yield from _commitment(content, handling.commitment)
    yield from _limits(content, handling)
    yield from _upper_body(content, handling)
    if handling.is_bilingual and not content.name_en:
        yield Missing("name_en", "english_name_missing", ENGLISH_NAME, "ALL 30")


def _purpose(content: ItemContent, handling: Handling) -> Iterator[Missing]:
    if handling.purpose is Purpose.NEW:
        return
    if not concerned_codes(content):
        yield Missing("handling.purpose", "purpose_unnamed", PURPOSE_UNNAMED, _LAW_OF_PURPOSE[handling.purpose])
    elif handling.purpose is Purpose.RENEW and not any(result.valid_months for result in content.results):
        yield Missing("handling.purpose", "renewal_endless", RENEWAL_ENDLESS, "ALL 50")


_LAW_OF_PURPOSE = {Purpose.AMEND: "ALL 49", Purpose.RENEW: "ALL 50", Purpose.CANCEL: "ALL 70"}


def _commitment(content: ItemContent, commitment: Commitment) -> Iterator[Missing]:
    place, kind = "handling.commitment", content.item_type
    if kind in BY_THE_BODY_ITSELF:
        yield Missing(f"{place}.terms", "not_on_commitment", NOT_ON_COMMITMENT, "AY 25", {"kind": kind})
    if content.case_type is CaseType.INSTANT:
        yield Missing(f"{place}.terms", "commitment_instant", COMMITMENT_INSTANT, "AY 25")
    if content.handling.upper_body:
        yield Missing(f"{place}.terms", "commitment_upper", COMMITMENT_UPPER, "ALL 43")
    if not any(commitment.terms):
        yield Missing(f"{place}.terms", "commitment_terms_missing", COMMITMENT_TERMS, "AY 25")
    if not commitment.consequence:
        yield Missing(f"{place}.consequence", "commitment_consequence_missing", COMMITMENT_CONSEQUENCE, "AY 25")
    given, wanted = len(commitment.terms_en), len(commitment.terms)
    if given not in {0, wanted}:
        details = {"given": given, "wanted": wanted}
        yield Missing(f"{place}.terms_en", "english_incomplete", COMMITMENT_ENGLISH, "ALL 30", details)


def _limits(content: ItemContent, handling: Handling) -> Iterator[Missing]:
    deferral, extension = handling.deferral_limit, handling.extension_limit
    if deferral is not None:
        if not any(material.is_deferrable and material.is_asked for material in content.materials):
            yield Missing("handling.deferral_limit", "nothing_deferrable", NOTHING_DEFERRABLE, "AY 24")
        elif deferral.is_on_the_spot:
            yield Missing("handling.deferral_limit", "deferred_at_once", DEFERRED_AT_ONCE, "AY 24")
    if extension is None:
        return
    if content.case_type is CaseType.INSTANT:
        yield Missing("handling.extension_limit", "extension_instant", EXTENSION_INSTANT, "ALL 42")
    elif extension.is_on_the_spot:
        yield Missing("handling.extension_limit", "extension_none", EXTENSION_NONE, "ALL 42")
    elif (unit := _unit(content)) is not None and extension.unit is not unit:
        details = {"wanted_unit": unit}
        yield Missing("handling.extension_limit", "extension_unit", EXTENSION_UNIT, "ALL 42", details)


def _unit(content: ItemContent) -> Unit | None:
    """In what the limit that the law knows is counted: the statutory, the one for licences, else the promised."""
    if content.statutory_limit is None and content.item_type is ItemType.LICENCE:
        return LICENCE_LIMIT.unit
    limit = content.statutory_limit or content.promised_limit
    return limit.unit if limit else None


def _upper_body(content: ItemContent, handling: Handling) -> Iterator[Missing]:
    name = handling.upper_body
    if not name:
        return
    if _NO_NAME.fullmatch(name):
        yield Missing("handling.upper_body", "upper_body_unnamed", UPPER_UNNAMED, "ALL 43", {"name": name})
    elif content.case_type is CaseType.INSTANT:
        yield Missing("handling.upper_body", "upper_body_instant", UPPER_INSTANT, "ALL 43")
