"""One application led through its life by the people whose acts they are."""

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from yichuang.cases import queries, services
from yichuang.cases.rules import Channel, DeliveryMethod, Opinion, PartyKind, State
from yichuang.catalogue.queries import VersionView, published_version
from yichuang.catalogue.rules import CaseType, ServiceObject
from yichuang.config.demo.answers import answers_for
from yichuang.config.demo.centre import data, identity_of
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.paging import every
from yichuang.core.rights import Role
from yichuang.documents.rules import PaperKind
from yichuang.documents.services import paper_pdf, store_upload
from yichuang.documents.vendors.fonts import FONT_FOLDER
from yichuang.identity.queries import actor_of, find_account_by_login, find_account_of_staff
from yichuang.organisations.queries import list_posts

SHOWCASE = "食品经营许可"
_RESULTS = (PaperKind.DECISION_GRANTED, PaperKind.DECISION_DENIED)


@dataclass(frozen=True)
class Walk:
    """What a walk left: the rows of the ledger in order, the number, the state and the file of the result."""

    ledger: tuple[queries.LedgerView, ...]
    case_no: str
    state: State
    result_pdf: Path


@dataclass(frozen=True)
class Team:
    """Who handles the items of one body."""

    clerk: Actor
    reviewer: Actor
    official: Actor
    head: Actor
    records: Actor


def walk(item_code: str) -> Walk:
    """One application for the item has gone from submission to delivery, and its decision lies in the data folder.

    Raises:
        ItemNotFoundError, ItemNotOpenError: there is no such published item.
    """
    version = published_version(item_code)
    team, applicant = team_of(version.organisation_id), applicant_for(version, random.Random(version.item_code))
    case_no = submit(version, applicant, Channel.ONLINE, team, random.Random(version.item_code)).case_no
    services.receive_case(actor=team.clerk, case_no=case_no)
    services.accept_case(actor=team.clerk, case_no=case_no)
    decide(team, case_no, version, is_granted=True)
    close(team, case_no, version)
    view = queries.get_case_view(team.clerk, case_no)
    paper = next(paper for paper in view.papers if paper.kind in _RESULTS)
    target = Path(settings.MEDIA_ROOT).parent / "walks" / f"{case_no}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(paper_pdf(paper.id))
    return Walk(view.ledger, case_no, view.state, target)


def submit(
    version: VersionView,
    applicant: Mapping[str, Any],
    channel: Channel,
    team: Team,
    dice: random.Random,
    *,
    about: str = "",
    without: Collection[str] = (),
) -> services.ActDone:
    """The applicant's own application online with files, or the clerk's at the window with papers.

    `about` is the case whose grant it is to change; `without` are codes of materials that are not handed in.
    """
    account = find_account_by_login(applicant["login"])
    assert account is not None  # noqa: S101 - made with the centre
    actor = actor_of(account.id, on=clock.today())
    identity_type, number = identity_of(applicant)
    kind = PartyKind.ENTERPRISE if applicant["kind"] == "enterprise" else PartyKind.PERSON
    submission = services.Submission(
        key=uuid.UUID(int=dice.getrandbits(128) ^ uuid.uuid4().int),
        version_id=version.id,
        channel=channel,
        party=services.Party(kind, applicant["name"], identity_type, number, applicant["phone"]),
        form=answers_for(version.content, applicant, dice),
        materials={code: ids for code, ids in _materials(version, actor, channel).items() if code not in without},
        about=about,
    )
    return services.submit_application(actor=actor if channel is Channel.ONLINE else team.clerk, submission=submission)


def decide(team: Team, case_no: str, version: VersionView, *, is_granted: bool, reason: str = "") -> None:
    """The accepted case is decided: on the spot by the clerk, or by the official after the reviewer's opinion and, where one decides, the answer of the higher body."""
    is_instant = version.content.case_type is CaseType.INSTANT
    if not is_instant:
        examine(team, case_no, is_granted=is_granted, reason=reason)
        if version.content.handling.upper_body:
            _refer(team, case_no, is_granted=is_granted, reason=reason)
    conclude(team.clerk if is_instant else team.official, case_no, is_granted=is_granted, reason=reason)


def examine(team: Team, case_no: str, *, is_granted: bool, reason: str = "") -> None:
    """The reviewer's opinion is given."""
    services.review_case(
        actor=team.reviewer,
        case_no=case_no,
        opinion=Opinion.GRANT if is_granted else Opinion.DENY,
        text=reason or "申请材料齐全，符合法定条件，建议准予。",
    )


def conclude(actor: Actor, case_no: str, *, is_granted: bool, reason: str = "") -> None:
    """The decision is made."""
    services.decide_case(actor=actor, case_no=case_no, is_granted=is_granted, reasons=[reason] if reason else [])


def _refer(team: Team, case_no: str, *, is_granted: bool, reason: str) -> None:
    """The higher body that decides has had the case, and its answer is back."""
    services.send_up(
        actor=team.official, case_no=case_no, opinion="同意上报。", carrier="机要交换", expected_on=clock.today()
    )
    services.bring_back(
        actor=team.reviewer, case_no=case_no, is_granted=is_granted, document_no="批〔2026〕18号", text=reason
    )


def close(team: Team, case_no: str, version: VersionView, method: DeliveryMethod = DeliveryMethod.WINDOW) -> None:
    """What was granted is issued where the item has a result, and delivered."""
    if version.content.results:
        services.issue_result(actor=team.clerk, case_no=case_no)
    services.deliver_result(actor=team.clerk, case_no=case_no, method=method)


@cache
def team_of(organisation_id: int) -> Team:
    """The first holders of the posts of that body, and of the centre where it has no such post."""
    actors = {}
    centre = _actors_by_role(None)
    own = _actors_by_role(organisation_id)
    for role in (Role.WINDOW_CLERK, Role.REVIEWER, Role.APPROVING_OFFICIAL, Role.AGENCY_HEAD, Role.RECORDS_CLERK):
        actors[role] = own.get(role) or centre[role]
    return Team(
        clerk=actors[Role.WINDOW_CLERK],
        reviewer=actors[Role.REVIEWER],
        official=actors[Role.APPROVING_OFFICIAL],
        head=actors[Role.AGENCY_HEAD],
        records=actors[Role.RECORDS_CLERK],
    )


def _actors_by_role(organisation_id: int | None) -> dict[Role, Actor]:
    found: dict[Role, Actor] = {}
    centre = data("organisations.json")["organisations"][0]["name"]
    today = clock.today()
    for post in every(lambda cursor: list_posts(on=today, organisation_id=organisation_id, cursor=cursor, size=200)):
        is_wanted = organisation_id is not None or post.organisation_name == centre
        if post.holder_id is None or post.role in found or not is_wanted:
            continue
        account = find_account_of_staff(post.holder_id)
        if account:
            found[post.role] = actor_of(account.id, on=today)
    return found


def applicant_for(version: VersionView, dice: random.Random) -> Mapping[str, Any]:
    """An applicant of a kind that the item serves."""
    objects = set(version.content.service_objects)
    kinds = set()
    if not objects or ServiceObject.PERSON in objects:
        kinds |= {"person"}
    if objects - {ServiceObject.PERSON}:
        kinds |= {"enterprise"}
    people: Sequence[Mapping[str, Any]] = data("people.json")["applicants"]
    return dice.choice([one for one in people if one["kind"] in kinds])


def _materials(version: VersionView, actor: Actor, channel: Channel) -> dict[str, list[int]]:
    wanted = [one for one in version.content.materials if one.is_asked]
    if channel is Channel.WINDOW:
        return {one.code: [] for one in wanted}
    return {
        one.code: [
            store_upload(
                actor=actor,
                name=f"{one.name[:60].replace('/', '-')}.pdf",
                stream=BytesIO(_sample()),
                material_code=one.code,
            ).id
        ]
        for one in wanted
    }


@cache
def _sample() -> bytes:
    """The one file that stands for every material handed in."""
    text = '#set text(font: ("Yichuang Song", "Noto Serif CJK SC"), size: 20pt)\n#align(center + horizon)[示例材料，仅供演示]'
    pdf = typst.Compiler(font_paths=[str(FONT_FOLDER)]).compile(text.encode(), format="pdf")
    assert isinstance(pdf, bytes)  # noqa: S101 - as for every PDF
    return pdf
