"""Acts of a life, done by the services of `cases` at their simulated instants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from io import BytesIO

from yichuang.cases import services as cases
from yichuang.cases.rules import Act, Channel, DeliveryMethod, Opinion, TerminationGround
from yichuang.cases.services.bulk import Applicant
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.deadlines.rules import Procedure
from yichuang.documents.services import store_upload
from yichuang.identity.queries import actor_of, find_applicant_id
from yichuang.identity.services import register_applicant
from yichuang.simulation.rules.detours import HEARING_AT
from yichuang.simulation.rules.lives import Deed, Life
from yichuang.simulation.rules.people import BODIES_ONLINE, PERSONS_ONLINE, Someone, someone
from yichuang.simulation.services.staff import Staff

_PASSWORD = "simulated-year-2025"  # noqa: S105 - nobody signs in by it but to look at invented cases
PROBLEM, REMEDY = "复印件不清晰，无法辨认关键信息。", "请重新提供清晰的复印件。"
_FILE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"
    b"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)


@dataclass(slots=True)
class Applicants:
    """The invented applicants as this centre knows them: with an account, and a file to hand in, where they apply online."""

    _found: dict[tuple[int, bool], Applicant] = field(default_factory=dict)
    _actors: dict[int, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Those who apply online have their accounts."""
        for is_person, number in ((True, PERSONS_ONLINE), (False, BODIES_ONLINE)):
            for one in range(number):
                self._found[one, is_person] = _with_account(someone(one, is_person=is_person))

    def of(self, life: Life) -> Applicant:
        """Who applies."""
        key = (life.applicant, life.is_person)
        found = self._found.get(key)
        if found is None:
            found = Applicant.of(_party(someone(life.applicant, is_person=life.is_person)))
            if len(self._found) < _REMEMBERED:
                self._found[key] = found
        return found

    def actor(self, applicant: Applicant) -> Actor:
        """The applicant as whoever acts."""
        if applicant.account_id is None:
            message = "only applicants with an account act themselves"
            raise TypeError(message)
        found = self._actors.get(applicant.account_id)
        if found is None:
            found = self._actors[applicant.account_id] = actor_of(applicant.account_id, on=clock.today())
        return found


_REMEMBERED = 50_000


def _party(who: Someone) -> cases.Party:
    return cases.Party(who.kind, who.name, who.identity_type, who.identity_no, who.phone)


def _with_account(who: Someone) -> Applicant:
    account_id = find_applicant_id(who.identity_type, who.identity_no) or register_applicant(
        name=who.name,
        identity_type=who.identity_type,
        identity_no=who.identity_no,
        phone=who.phone,
        password=_PASSWORD,
        actor=SYSTEM,
    )
    actor = actor_of(account_id, on=clock.today())
    first, again = (
        store_upload(actor=actor, name=name, stream=BytesIO(content)).id
        for name, content in (
            ("示例材料.pdf", _FILE),
            ("示例材料（补正）.pdf", _FILE.replace(b"trailer", b"% 2\ntrailer")),
        )
    )
    return Applicant.of(_party(who), account_id, first, again)


@dataclass(slots=True)
class Hand:
    """Does the acts of lives."""

    staff: Staff
    applicants: Applicants

    def actor(self, life: Life, deed: Deed) -> Actor:
        """Who does it."""
        if deed.role == "system":
            return SYSTEM
        if deed.role == "applicant":
            return self.applicants.actor(self.applicants.of(life))
        people = self.staff.people(life.item.organisation_id, deed.role)
        return people[deed.person % len(people)]

    def do(self, life: Life, deed: Deed, case_no: str) -> cases.ActDone:
        """The act is done at its instant.

        Raises:
            DomainError: the services refuse it.
        """
        actor = self.actor(life, deed)
        with clock.simulated(deed.at):
            if deed.act is Act.SUBMIT:
                return cases.submit_application(actor=actor, submission=self._submission(life, deed))
            return _DO[deed.act](_Doing(self, life, deed, actor, case_no))

    def _submission(self, life: Life, deed: Deed) -> cases.Submission:
        applicant = self.applicants.of(life)
        files = [applicant.upload_id] if life.channel is Channel.ONLINE and applicant.upload_id else []
        return cases.Submission(
            key=life.key,
            version_id=life.item.version_id,
            channel=life.channel,
            party=applicant.party,
            form=life.form,
            materials={code: list(files) for code in deed.words},
        )


@dataclass(frozen=True)
class _Doing:
    hand: Hand
    life: Life
    deed: Deed
    actor: Actor
    case_no: str

    @property
    def words(self) -> tuple[str, ...]:
        return self.deed.words

    def brought(self) -> dict[str, list[int]]:
        """What is missing, on paper at the window, as the file online."""
        applicant = self.hand.applicants.of(self.life)
        files = [applicant.again_id] if self.deed.role == "applicant" and applicant.again_id else []
        return {code: list(files) for code in self.words}

    def hearing(self) -> cases.HearingPlan | None:
        """Where, when and before whom a hearing is held; None for any other procedure."""
        held_on = self.deed.days.get("held_on")
        if held_on is None:
            return None
        _procedure, _reason, place, matter, chair = self.words
        heads = self.hand.staff.people(self.life.item.organisation_id, "head")
        chair_id = heads[int(chair)].account_id or 0
        begins = time(HEARING_AT // 60, HEARING_AT % 60)
        return cases.HearingPlan(datetime.combine(held_on, begins, clock.zone()), place, chair_id, matter)

    def missing(self) -> list[cases.Missing]:
        names = {one.code: one.name for one in self.life.item.content.materials}
        return [cases.Missing(item=names.get(code, code), problem=PROBLEM, remedy=REMEDY) for code in self.words]


_DO: Mapping[Act, Callable[[_Doing], cases.ActDone]] = {
    Act.RECEIVE: lambda one: cases.receive_case(actor=one.actor, case_no=one.case_no),
    Act.REQUEST_CORRECTION: lambda one: cases.request_correction(
        actor=one.actor, case_no=one.case_no, missing=one.missing()
    ),
    Act.CORRECT: lambda one: cases.correct_case(actor=one.actor, case_no=one.case_no, materials=one.brought()),
    Act.LAPSE: lambda one: cases.lapse_case(actor=one.actor, case_no=one.case_no),
    Act.DEEM_ACCEPTED: lambda one: cases.deem_accepted(actor=one.actor, case_no=one.case_no),
    Act.ACCEPT: lambda one: cases.accept_case(actor=one.actor, case_no=one.case_no, deferred=one.words),
    Act.SUPPLY: lambda one: cases.supply_deferred(actor=one.actor, case_no=one.case_no, materials=one.brought()),
    Act.REFUSE: lambda one: cases.refuse_case(
        actor=one.actor, case_no=one.case_no, reason=one.words[0], proper_body=one.words[1]
    ),
    Act.NOT_REQUIRED: lambda one: cases.tell_not_required(actor=one.actor, case_no=one.case_no, reason=one.words[0]),
    Act.COMMIT: lambda one: cases.grant_on_commitment(actor=one.actor, case_no=one.case_no),
    Act.VERIFY: lambda one: cases.verify_commitment(
        actor=one.actor, case_no=one.case_no, is_kept=True, text=one.words[0]
    ),
    Act.REVIEW: lambda one: cases.review_case(
        actor=one.actor, case_no=one.case_no, opinion=Opinion(one.words[0]), text=one.words[1]
    ),
    Act.STOP: lambda one: cases.begin_procedure(
        actor=one.actor,
        case_no=one.case_no,
        procedure=Procedure(one.words[0]),
        reason=one.words[1],
        expected_on=one.deed.days["expected_on"],
        hearing=one.hearing(),
    ),
    Act.TELL_HEARING: lambda one: cases.tell_hearing(actor=one.actor, case_no=one.case_no, matter=one.words[0]),
    Act.ASK_HEARING: lambda one: cases.ask_hearing(actor=one.actor, case_no=one.case_no, text=one.words[0]),
    Act.RESUME: lambda one: cases.end_procedure(actor=one.actor, case_no=one.case_no, result=one.words[0]),
    Act.EXTEND: lambda one: cases.extend_limit(actor=one.actor, case_no=one.case_no, reason=one.words[0]),
    Act.SEND_UP: lambda one: cases.send_up(
        actor=one.actor,
        case_no=one.case_no,
        opinion=one.words[0],
        carrier=one.words[1],
        expected_on=one.deed.days["expected_on"],
    ),
    Act.ACKNOWLEDGE: lambda one: cases.acknowledge(
        actor=one.actor, case_no=one.case_no, receipt_no=one.words[0], received_by=one.words[1]
    ),
    Act.BRING_BACK: lambda one: cases.bring_back(
        actor=one.actor, case_no=one.case_no, is_granted=True, document_no=one.words[0]
    ),
    Act.GRANT: lambda one: cases.decide_case(actor=one.actor, case_no=one.case_no, is_granted=True),
    Act.DENY: lambda one: cases.decide_case(
        actor=one.actor, case_no=one.case_no, is_granted=False, reasons=[one.words[0]]
    ),
    Act.ISSUE: lambda one: cases.issue_result(actor=one.actor, case_no=one.case_no),
    Act.DELIVER: lambda one: cases.deliver_result(
        actor=one.actor, case_no=one.case_no, method=DeliveryMethod(one.words[0])
    ),
    Act.WITHDRAW: lambda one: cases.withdraw_case(actor=one.actor, case_no=one.case_no, reason=one.words[0]),
    Act.TERMINATE: lambda one: cases.terminate_case(
        actor=one.actor, case_no=one.case_no, ground=TerminationGround.GONE, reason=one.words[0]
    ),
    Act.ARCHIVE: lambda one: cases.archive_case(actor=one.actor, case_no=one.case_no),
}
