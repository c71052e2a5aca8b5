"""An application becomes a case: from the applicant's draft, or at once from a complete submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from yichuang.cases import access
from yichuang.cases.errors import FormInvalidError, ItemClosedError, KeyReusedError, MaterialUnknownError
from yichuang.cases.models import Case, CaseMaterial, Draft, LedgerRow
from yichuang.cases.rules import Act, Channel, FormValue, PartyKind, case_no, check_form, missing_materials, visible
from yichuang.cases.rules.states import RIGHT_OF, State, state_after
from yichuang.cases.services.clocks import RECEIPT_TERM, due_after
from yichuang.cases.services.step import ActDone, Step, act_done
from yichuang.cases.services.writing import insert_case
from yichuang.catalogue.queries import VersionView, get_version, is_open_for_cases
from yichuang.catalogue.rules import ItemContent
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, PostHeld, SignInRequiredError
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import check_phone
from yichuang.core.sealed import blind_index
from yichuang.documents.errors import UploadNotFoundError
from yichuang.documents.queries import UploadView, get_uploads
from yichuang.identity.queries import find_applicant_id, get_person
from yichuang.identity.rules import NAME_MAX, IdentityType, check_identity


@dataclass(frozen=True, slots=True)
class Party:
    """Who applies, as it is written on the papers."""

    kind: PartyKind
    name: str
    identity_type: IdentityType
    identity_no: str
    phone: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A complete application. `key` makes it unique: the same key again gives the first answer.

    `materials` maps codes of the item's checklist to the ids of uploads; an empty list stands for paper at the window.
    """

    key: UUID
    version_id: int
    channel: Channel
    party: Party
    form: Mapping[str, FormValue]
    materials: Mapping[str, list[int]] = field(default_factory=dict)


@transaction.atomic
def submit_application(*, actor: Actor, submission: Submission) -> ActDone:
    """The application is a case in the state `submitted`, with its number, its sealed data and the first ledger row.

    Law: ALL 29 (form, channels), 31.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not file this.
        ItemClosedError: the item takes no applications.
        FormInvalidError: answers, party or materials are missing or wrong; every one is named.
        MaterialUnknownError, UploadNotFoundError: see `keep_materials`.
        KeyReusedError: somebody else filed under this key.
    """
    if row := LedgerRow.objects.filter(case__submission_key=submission.key, seq=1).first():
        return _answered(row, actor)
    version = get_version(submission.version_id)
    post = _may_file(actor, version, submission.channel)
    if not is_open_for_cases(version.id):
        raise ItemClosedError(item=version.name)
    checked = _checked(version.content, submission, actor)
    case = _new_case(version, checked, actor)
    if case is None:  # the same request was answered between the look above and now
        return _answered(LedgerRow.objects.get(case__submission_key=submission.key, seq=1), actor)
    step = Step(
        case=case,
        actor=actor,
        act=Act.SUBMIT,
        after=state_after(None, Act.SUBMIT, version.content.case_type),
        post=post,
        key="",
    )
    step.details = {
        "channel": checked.channel.value,
        "version": version.number,
        "form_digest": sm3_hex(canonical_json(checked.form)),
        "materials": keep_materials(step, checked.materials),
    }
    return step.finish()


@transaction.atomic
def submit_draft(*, actor: Actor, key: UUID) -> ActDone:
    """The actor's draft is a case; the draft remembers its number. However often it is asked for, there is one case.

    Raises:
        DraftNotFoundError: it is not there, or somebody else's.
        Otherwise as `submit_application`.
    """
    draft = access.get_draft(actor, key, lock=True)
    done = submit_application(actor=actor, submission=_submission(draft))
    if not draft.case_no:
        draft.case_no = done.case_no
        draft.form, draft.party = {}, {}
        draft.save(update_fields=["case_no", "form", "party"])
    return done


def _submission(draft: Draft) -> Submission:
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
    )


def _answered(row: LedgerRow, actor: Actor) -> ActDone:
    """The first answer, to whoever got it then."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if row.account_id != actor.account_id:
        raise KeyReusedError(act=Act.SUBMIT)
    return act_done(row, is_repeat=True)


def _may_file(actor: Actor, version: VersionView, channel: Channel) -> PostHeld | None:
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if actor.kind is ActorKind.APPLICANT and channel is Channel.ONLINE:
        return None
    return actor.require(RIGHT_OF[Act.SUBMIT], version.organisation_id)


def _checked(content: ItemContent, submission: Submission, actor: Actor) -> Submission:
    form, problems = check_form(content, submission.form)
    party, party_problems = _checked_party(submission.party)
    if not party_problems and not _is_own(party, actor):
        text = gettext_noop("Online you apply in your own name. To apply for somebody else, come to the window.")
        party_problems = [FieldProblem("party-identity_no", "cases.party_not_own", text, party.identity_no)]
    problems = party_problems + problems
    if submission.channel is Channel.ONLINE:
        for material in missing_materials(content, [code for code, ids in submission.materials.items() if ids]):
            text = gettext_noop("Please add the material “{label}”.")
            problems.append(
                FieldProblem(f"material-{material.code}", "cases.material_missing", text, "", {"label": material.name})
            )
    if problems:
        raise FormInvalidError(problems)
    return Submission(
        key=submission.key,
        version_id=submission.version_id,
        channel=submission.channel,
        party=party,
        form=form,
        materials=submission.materials,
    )


def _checked_party(party: Party) -> tuple[Party, list[FieldProblem]]:
    problems = []
    name = visible(party.name)
    if not name or len(name) > NAME_MAX:
        problems.append(
            FieldProblem("party-name", "cases.party_name", gettext_noop("Give the applicant's name."), name)
        )
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


def _is_own(party: Party, actor: Actor) -> bool:
    """Whether an applicant applies in his own name; clerks write down whoever stands before them."""
    if actor.kind is not ActorKind.APPLICANT or actor.account_id is None:
        return True
    person = get_person(actor.account_id)
    return (party.name, party.identity_type, party.identity_no) == (
        person.name,
        person.identity_type,
        person.identity_no,
    )


def _new_case(version: VersionView, submission: Submission, actor: Actor) -> Case | None:
    """The row of the case, None when a case with this key was committed meanwhile."""
    at, party = clock.now(), submission.party
    case = Case(
        case_no=case_no(clock.local(at).date(), _next_serial()),
        submission_key=submission.key,
        version_id=version.id,
        item_code=version.item_code,
        item_name=version.name,
        case_type=version.content.case_type.value,
        organisation_id=version.organisation_id,
        channel=submission.channel.value,
        state=State.SUBMITTED.value,
        applicant_id=_account_of(party, actor),
        party_kind=party.kind.value,
        party_name=party.name,
        party_name_index=blind_index(party.name),
        identity_type=party.identity_type.value,
        identity_no=party.identity_no,
        identity_index=blind_index(party.identity_no),
        phone=party.phone,
        form=dict(submission.form),
        submitted_at=at,
        next_due_on=due_after(at, RECEIPT_TERM),
        seq=0,
        digest="",
    )
    return case if insert_case(case) else None


def _account_of(party: Party, actor: Actor) -> int | None:
    """The applicant's own account, found by his number where a clerk files, so that he can follow the case online."""
    if actor.kind is ActorKind.APPLICANT:
        return actor.account_id
    return find_applicant_id(party.identity_type, party.identity_no)


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_serial')")
        row: tuple[int] = cursor.fetchone()
    return row[0]


def keep_materials(step: Step, materials: Mapping[str, list[int]]) -> list[dict[str, object]]:
    """The materials stand in the case's list; given back is what the ledger says of them: codes and digests of files.

    Raises:
        MaterialUnknownError: the item does not ask for it.
        UploadNotFoundError: a file that does not exist, or that somebody else handed in.
    """
    names = {material.code: material.name for material in step.content.materials}
    uploads = get_uploads([one for ids in materials.values() for one in ids]) if any(materials.values()) else {}
    rows: list[CaseMaterial] = []
    noted: list[dict[str, object]] = []
    for code, ids in materials.items():
        if code not in names:
            raise MaterialUnknownError(code=code)
        given: list[int | None] = [*ids] or [None]
        for upload_id in given:
            digest = _own(step, uploads.get(upload_id)).digest if upload_id else None
            rows.append(CaseMaterial(case=step.case, seq=step.seq, code=code, name=names[code], upload_id=upload_id))
            noted.append({"code": code, "sha256": digest})
    CaseMaterial.objects.bulk_create(rows)
    return noted


def _own(step: Step, upload: UploadView | None) -> UploadView:
    """The upload, which the actor handed in: else anybody's file could be read through a case of one's own."""
    if upload is None or (step.actor.kind is not ActorKind.SYSTEM and upload.owner_id != step.actor.account_id):
        raise UploadNotFoundError
    return upload
