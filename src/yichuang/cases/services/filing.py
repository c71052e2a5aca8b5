"""An application becomes a case: from the applicant's draft, or at once from a complete submission."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from yichuang.cases import access
from yichuang.cases.errors import (
    ItemClosedError,
    KeyReusedError,
    NotConfirmedError,
    VersionReplacedError,
)
from yichuang.cases.models import Case, Draft, LedgerRow
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import (
    Act,
    Channel,
    FormValue,
    asked_materials,
    case_no,
)
from yichuang.cases.rules.states import State
from yichuang.cases.rules.transitions import RIGHT_OF, state_after
from yichuang.cases.services.about import about_of
from yichuang.cases.services.materials import keep_materials
from yichuang.cases.services.parties import (
    account_of,
    mandate_note,
    require_mandate,
)
from yichuang.cases.services.step import ActDone, Step, act_done
from yichuang.cases.services.submissions import Submission, checked_submission, submission_of, wishes_note
from yichuang.cases.services.writing import insert_case
from yichuang.catalogue.errors import ItemNotOpenError
from yichuang.catalogue.queries import VersionView, get_version, is_open_for_cases, published_version
from yichuang.catalogue.rules import ItemContent, Material, Purpose, SourceChannel
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, PostHeld, RightMissingError, SignInRequiredError
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.rights import Right
from yichuang.core.sealed import blind_index


@transaction.atomic
def submit_application(*, actor: Actor, submission: Submission) -> ActDone:
    """The application is a case in the state `submitted`, with its number, its sealed data and the first ledger row.

    An agent files in the name of his principal, another system (by the channel `exchange`) in the name of whom it names.

    Law: ALL 29 (form, channels), 31; CIV 162.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not file this.
        MandateDoesNotCoverError: an agent's mandate is for other items.
        ItemClosedError: the item takes no applications; VersionReplacedError: under this version no more.
        FormInvalidError: answers, party or materials are missing or wrong; every one is named.
        AboutUnfitError: what it is about is not in force, somebody else's, or nothing that this item could change.
        MaterialUnknownError, UploadNotFoundError: see `keep_materials`.
        KeyReusedError: somebody else filed under this key.
    """
    return _submit(actor, submission, dict)


@transaction.atomic
def submit_draft(*, actor: Actor, key: UUID, is_confirmed_otherwise: bool | None = None) -> ActDone:
    """The actor's draft is a case; the draft remembers its number. However often it is asked for, there is one case.

    What the applicant confirmed on the second screen, and has not changed since, is noted in the ledger. Where he was shown
    the draft and did not confirm it, the clerk says whether he confirmed it otherwise (None: nobody asks the clerk).

    Raises:
        NotConfirmedError: he was shown it, and confirmed it nowhere.
        DraftNotFoundError: it is not there, or somebody else's.
        Otherwise as `submit_application`; a refused draft stays as it was.
    """
    draft = access.get_draft(actor, key, lock=True)
    done = _submit(actor, submission_of(draft), lambda: _confirmation(draft, is_confirmed_otherwise))
    if not draft.case_no:
        draft.case_no = done.case_no
        draft.form, draft.party = {}, {}
        draft.save(update_fields=["case_no", "form", "party"])
    return done


def _confirmation(draft: Draft, is_confirmed_otherwise: bool | None) -> dict[str, object]:  # noqa: FBT001 - see above
    """What the ledger says of the applicant's word."""
    if confirmed_at := draft_confirmed_at(draft):
        return {"confirmed_at": confirmed_at.isoformat()}
    if draft.case_no or draft.shown_at is None or is_confirmed_otherwise is None:
        return {}
    if not is_confirmed_otherwise:
        raise NotConfirmedError
    return {"confirmed_otherwise": True}


def draft_confirmed_at(draft: Draft) -> datetime | None:
    """When the applicant confirmed the draft as it is now; None when he did not, or it was changed since."""
    return draft.confirmed_at if draft.confirmed_revision == draft.revision else None


def require_open(version: VersionView) -> None:
    """Cases may be filed under exactly this version.

    Raises:
        VersionReplacedError: a newer version has taken its place.
        ItemClosedError: the item takes no applications at all.
    """
    if is_open_for_cases(version.id):
        return
    try:
        newest = published_version(version.item_code)
    except ItemNotOpenError as error:
        raise ItemClosedError(item=version.name) from error
    if newest.id == version.id:
        raise ItemClosedError(item=version.name)
    raise VersionReplacedError(item=newest.name, number=newest.number)


def _submit(actor: Actor, submission: Submission, notes: Callable[[], Mapping[str, object]]) -> ActDone:
    """The case, with notes that are asked for (and may refuse) once the application itself is in order."""
    if row := LedgerRow.objects.filter(case__submission_key=submission.key, seq=1).first():
        return _answered(row, actor)
    version = get_version(submission.version_id)
    post = _may_file(actor, version, submission.channel)
    require_open(version)
    checked = checked_submission(version.content, submission, actor)
    noted = notes()
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
        **({"about": submission.about} if case.about_id else {}),
        **wishes_note(version.content, checked),
        "materials": keep_materials(step, checked.materials, made=_made(version.content, checked.form)),
        **mandate_note(actor),
        **noted,
    }
    return step.finish()


def _made(content: ItemContent, form: Mapping[str, FormValue]) -> list[Material]:
    return [one for one in asked_materials(content, form) if one.source is SourceChannel.ANSWERS]


def _answered(row: LedgerRow, actor: Actor) -> ActDone:
    """The first answer, to whoever got it then, and to the applicant himself."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if actor.client is not None:
        is_theirs = access.is_filing_client(actor, row.case)
    else:
        is_theirs = row.account_id == actor.account_id or access.is_applicant(actor, row.case)
    if not is_theirs:
        raise KeyReusedError(act=Act.SUBMIT)
    return act_done(row, is_repeat=True)


def _may_file(actor: Actor, version: VersionView, channel: Channel) -> PostHeld | None:
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if (actor.client is not None) != (channel is Channel.EXCHANGE) and actor.kind is not ActorKind.SYSTEM:
        raise RightMissingError(right=Right.FILE_FOR_OTHERS if channel is Channel.EXCHANGE else Right.RECEIVE)
    if actor.client is not None:
        return actor.require(Right.FILE_FOR_OTHERS, version.organisation_id)
    if actor.kind is ActorKind.APPLICANT and channel is Channel.ONLINE:
        require_mandate(actor, version)
        return None
    return actor.require(RIGHT_OF[Act.SUBMIT], version.organisation_id)


def _new_case(version: VersionView, submission: Submission, actor: Actor) -> Case | None:
    """The row of the case, None when a case with this key was committed meanwhile."""
    at, party = clock.now(), submission.party
    purpose = version.content.handling.purpose
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
        applicant_id=account_of(party, actor),
        party_kind=party.kind.value,
        party_name=party.name,
        party_name_index=blind_index(party.name),
        identity_type=party.identity_type.value,
        identity_no=party.identity_no,
        identity_index=blind_index(party.identity_no),
        phone=party.phone,
        form=dict(submission.form),
        client_id=actor.client.client_id if actor.client else None,
        purpose=purpose.value,
        about_id=about_of(version, submission.about, party.identity_no) if purpose is not Purpose.NEW else None,
        submitted_at=at,
        next_due_on=due_after(at, policy().receipt_limit),
        seq=0,
        digest="",
    )
    return case if insert_case(case) else None


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_serial')")
        row: tuple[int] = cursor.fetchone()
    return row[0]
