"""A complete application as it is filed: what it holds, and what is still missing or wrong in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from yichuang.cases.errors import CommitmentExcludedError, CommitmentUnfitError, FormInvalidError
from yichuang.cases.models import Draft, Pledge
from yichuang.cases.rules import (
    Channel,
    FormValue,
    PartyKind,
    PledgeKind,
    asked_materials,
    check_form,
    excused,
    may_commit,
    missing_for_acceptance,
    not_served,
)
from yichuang.cases.services.parties import Party, check_party, foreign_name
from yichuang.catalogue.rules import ItemContent
from yichuang.core.actor import Actor
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.sealed import blind_index
from yichuang.identity.rules import IdentityType


@dataclass(frozen=True, slots=True)
class Submission:
    """A complete application. `key` makes it unique: the same key again gives the first answer.

    `materials` maps codes of the item's checklist to the ids of uploads; an empty list stands for paper at the window.
    `about` is the number of the case by which that was granted which is to be amended, renewed or cancelled; empty where
    it was granted elsewhere, or nothing was. `later` are codes of materials that the applicant promises to bring later;
    `is_on_commitment`: he asks to be granted on commitment.
    """

    key: UUID
    version_id: int
    channel: Channel
    party: Party
    form: Mapping[str, FormValue]
    materials: Mapping[str, list[int]] = field(default_factory=dict)
    about: str = ""
    later: Collection[str] = ()
    is_on_commitment: bool = False


def submission_of(draft: Draft) -> Submission:
    """The application as the draft has it, right or wrong."""
    party = draft.party or {}
    return Submission(
        key=draft.key,
        version_id=draft.version_id,
        channel=Channel(draft.channel),
        party=Party(
            kind=PartyKind(party.get("kind", PartyKind.PERSON)),
            name=party.get("name", ""),
            identity_type=IdentityType(party.get("identity_type", IdentityType.RESIDENT_CARD)),
            identity_no=party.get("identity_no", ""),
            phone=party.get("phone", ""),
        ),
        form=draft.form,
        materials=draft.materials,
        about=draft.about,
        later=tuple(draft.later),
        is_on_commitment=draft.is_on_commitment,
    )


def checked_submission(content: ItemContent, submission: Submission, actor: Actor) -> Submission:
    """The application in the form in which it is kept. What the item lets follow may be missing if the applicant so wishes.

    Law: ALL 31, 32; AY 24, 25.

    Raises:
        FormInvalidError: answers, party, materials or wishes are missing or wrong; every one is named.
    """
    form, problems = check_form(content, submission.form)
    party, party_problems = check_party(submission.party)
    if not party_problems and (problem := foreign_name(party, actor)):
        party_problems = [problem]
    unserved = not_served(content.service_objects, party.kind)
    problems = ([unserved] if unserved else []) + party_problems + problems
    unasked = {one.code for one in content.materials} - {one.code for one in asked_materials(content, form)}
    materials = {code: ids for code, ids in submission.materials.items() if code not in unasked}
    if submission.channel is not Channel.WINDOW:
        problems += _missing(content, replace(submission, form=form, materials=materials))
    problems += _commitment(content, replace(submission, party=party))
    if problems:
        raise FormInvalidError(problems)
    return replace(submission, party=party, form=form, materials=materials)


def _missing(content: ItemContent, submission: Submission) -> list[FieldProblem]:
    text = gettext_noop("Please add this material: a file or a photo of it.")
    given = {code for code, ids in submission.materials.items() if ids}
    given |= excused(content, submission.later, is_on_commitment=submission.is_on_commitment)
    return [
        FieldProblem(
            f"material-{one.code}",
            "cases.material_missing",
            text,
            "",
            {"label": one.name, "label_en": one.name_en or one.name},
        )
        for one in missing_for_acceptance(content, given, submission.channel, submission.form)
    ]


def _commitment(content: ItemContent, submission: Submission) -> list[FieldProblem]:
    if not submission.is_on_commitment:
        return []
    if not may_commit(content):
        text = gettext_noop("“{item}” is not granted on commitment.")
        return [FieldProblem("commitment", CommitmentUnfitError.code, text, "", {"item": content.name})]
    if (broken := broken_commitment(blind_index(submission.party.identity_no))) is None:
        return []
    text = gettext_noop("An earlier commitment was not kept (case {case_no}), so nothing is granted on commitment.")
    return [FieldProblem("commitment", CommitmentExcludedError.code, text, "", {"case_no": broken})]


def wishes_note(content: ItemContent, submission: Submission) -> dict[str, object]:
    """What the ledger says of the applicant's wishes: the missing materials that he promised, and that he wishes to commit."""
    is_window = submission.channel is Channel.WINDOW
    given = {code for code, ids in submission.materials.items() if ids or is_window}
    missing = missing_for_acceptance(content, given, submission.channel, submission.form)
    may_follow = excused(content, submission.later, is_on_commitment=False)
    promised = [one.code for one in missing if one.code in may_follow]
    return {
        **({"deferred_wish": promised} if promised else {}),
        **({"commitment": True} if submission.is_on_commitment else {}),
    }


def broken_commitment(identity_index: str) -> str | None:
    """The number of the first case in which that applicant did not keep a commitment. Law: AY 25."""
    broken = Pledge.objects.filter(
        kind=PledgeKind.COMMITMENT.value, broken_seq__isnull=False, case__identity_index=identity_index
    )
    return broken.order_by("pk").values_list("case__case_no", flat=True).first()
