"""Cases of the demonstration centre that turn off the straight road, one or two of each kind."""

import random
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from yichuang.cases import services
from yichuang.cases.rules import Act, Channel, DeliveryMethod, Opinion, RevocationGround, TerminationGround
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import CaseType, Purpose
from yichuang.config.demo.life import Team, applicant_for, close, submit, team_of
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.deadlines.rules import Procedure, WorkCalendar


class Road:
    """One case whose acts happen on working days of the past, each at its own simulated instant."""

    def __init__(self, version: VersionView, calendar: WorkCalendar, dice: random.Random, days_ago: int) -> None:
        """Begin so many working days ago."""
        self.version, self.calendar, self.dice, self.case_no = version, calendar, dice, ""
        self.team: Team = team_of(version.organisation_id)
        self.applicant: Mapping[str, Any] = applicant_for(version, dice)
        self.day, self.minute = clock.today(), 9 * 60 + dice.randint(0, 60)
        while days_ago:
            self.day -= timedelta(days=1)
            days_ago -= calendar.is_working_day(self.day)

    def go(self, do: Callable[[], object], after: int = 0) -> None:
        """The act happens so many working days after the one before, else some minutes later; never in the future."""
        if after:
            self.day, self.minute = self.later(after), 9 * 60 + self.dice.randint(0, 120)
        self.minute += self.dice.randint(4, 15)
        at = datetime.combine(self.day, time(self.minute // 60, self.minute % 60), clock.zone())
        with clock.simulated(min(at, clock.now())):
            do()

    def later(self, working_days: int) -> date:
        """The day so many working days after the present one."""
        return self.calendar.add_working_days(self.day, working_days)

    def begin(self, about: str = "", without: Collection[str] = ()) -> None:
        """The application is filed at the window, and received."""
        self.go(lambda: self._file(about, without))
        self.go(lambda: services.receive_case(actor=self.team.clerk, case_no=self.case_no))

    def _file(self, about: str, without: Collection[str]) -> None:
        done = submit(self.version, self.applicant, Channel.WINDOW, self.team, self.dice, about=about, without=without)
        self.case_no = done.case_no

    def accept(self, after: int = 1, deferred: Collection[str] = ()) -> None:
        """The application is accepted."""
        self.go(lambda: services.accept_case(actor=self.team.clerk, case_no=self.case_no, deferred=deferred), after)

    def review(self, text: str = "申请材料齐全，符合法定条件，建议准予。", after: int = 1) -> None:
        """The reviewer gives an opinion in favour."""
        self.go(
            lambda: services.review_case(
                actor=self.team.reviewer, case_no=self.case_no, opinion=Opinion.GRANT, text=text
            ),
            after,
        )

    def stop(self, procedure: Procedure, reason: str, days: int, **more: Any) -> None:
        """A special procedure begins, expected to take so many working days."""
        self.go(
            lambda: services.begin_procedure(
                actor=self.team.official,
                case_no=self.case_no,
                procedure=procedure,
                reason=reason,
                expected_on=self.later(days),
                **more,
            ),
            1,
        )

    def resume(self, result: str, after: int, people: Collection[str] = ()) -> None:
        """It ends with its result."""
        self.go(
            lambda: services.end_procedure(
                actor=self.team.reviewer, case_no=self.case_no, result=result, people=list(people)
            ),
            after,
        )

    def grant(self, after: int = 1) -> None:
        """It is granted, issued and delivered."""
        self.go(lambda: services.decide_case(actor=self.team.official, case_no=self.case_no, is_granted=True), after)
        self.go(lambda: close(self.team, self.case_no, self.version), 1)


def make_turns(versions: list[VersionView], calendar: WorkCalendar, dice: random.Random) -> int:
    """The demonstration centre has cases of every kind off the straight road; how many were made."""
    plain = [one for one in versions if _is_plain(one)]
    licence = next(one for one in plain if one.content.results and one.content.results[0].valid_months)
    makers: list[tuple[Callable[[Road], None], VersionView | None, int]] = [
        (_tested, dice.choice(plain), 12),
        (_in_test, dice.choice(plain), 6),
        (_heard, dice.choice(plain), 40),
        (_extended, dice.choice(plain), 30),
        (_withdrawn, dice.choice(plain), 9),
        (_terminated, dice.choice(plain), 15),
        (_lapsed, dice.choice(plain), 35),
        (_deemed, dice.choice(plain), 8),
        (_revoked, licence, 60),
        (_deferred, _first(versions, lambda one: _deferrable(one) != []), 5),
        (_committed, _first(versions, lambda one: one.content.handling.commitment is not None), 20),
        (_referred, _first(versions, lambda one: bool(one.content.handling.upper_body)), 30),
        (_above, _first(versions, lambda one: bool(one.content.handling.upper_body)), 9),
    ]
    made = 0
    for make, version, days_ago in makers:
        if version is not None:
            make(Road(version, calendar, dice, days_ago))
            made += 1
    return made + _renewed(versions, calendar, dice)


def _first(versions: list[VersionView], fits: Callable[[VersionView], bool]) -> VersionView | None:
    return next((one for one in versions if fits(one)), None)


def _is_plain(version: VersionView) -> bool:
    content = version.content
    handling = content.handling
    is_long = content.promised_limit is not None and content.promised_limit.value >= 5
    is_straight = not handling.upper_body and not handling.are_duties_apart and handling.purpose is Purpose.NEW
    return content.case_type is CaseType.PROMISED and is_long and is_straight


def _deferrable(version: VersionView) -> list[str]:
    if not _is_plain(version):
        return []
    return [one.code for one in version.content.materials if one.is_deferrable and one.is_asked and one.when is None]


def _tested(road: Road) -> None:
    road.begin()
    road.accept()
    road.review()
    road.stop(
        Procedure.TEST, "需由检测机构对现场样品进行检测。", 4, people=[_id(road.team.reviewer), _id(road.team.official)]
    )
    road.resume("检测报告显示各项指标合格。", 4)
    road.grant()


def _in_test(road: Road) -> None:
    road.begin()
    road.accept()
    road.stop(Procedure.EXPERT_REVIEW, "涉及专业技术问题，组织专家评审。", 10)


def _heard(road: Road) -> None:
    team = road.team
    road.begin()
    road.accept()
    road.review()
    matter = "申请事项与相邻方有重大利益关系"
    road.go(lambda: services.tell_hearing(actor=team.reviewer, case_no=road.case_no, matter=matter), 1)
    road.go(lambda: services.ask_hearing(actor=team.clerk, case_no=road.case_no, text="要求举行听证。"), 2)
    held_on = datetime.combine(road.later(9), time(9, 30), clock.zone())
    plan = services.HearingPlan(held_on, "政务服务中心三楼听证室", _id(team.head), matter)
    road.stop(Procedure.HEARING, "申请人在规定期限内要求听证。", 9, hearing=plan)
    record = "申请人陈述意见并提交平面图；相邻方表示在落实隔音措施后无异议；审查人员说明了审查意见。"
    road.resume(record, 9, people=["申请人", "相邻方代表", team.reviewer.name])
    road.grant()


def _id(person: Actor) -> int:
    assert person.account_id is not None  # noqa: S101 - staff have accounts
    return person.account_id


def _extended(road: Road) -> None:
    road.begin()
    road.accept()
    road.review()
    reason = "案情复杂，需进一步核实相关情况。"
    road.go(lambda: services.extend_limit(actor=road.team.head, case_no=road.case_no, reason=reason), 1)
    road.grant(8)


def _withdrawn(road: Road) -> None:
    road.begin()
    road.accept()
    road.go(lambda: services.withdraw_case(actor=road.team.clerk, case_no=road.case_no, reason="经营计划有变。"), 2)


def _terminated(road: Road) -> None:
    road.begin()
    road.accept()
    road.review()
    road.go(
        lambda: services.terminate_case(
            actor=road.team.official,
            case_no=road.case_no,
            ground=TerminationGround.GONE,
            reason="申请人已办理注销登记，申请主体不再存在。",
        ),
        2,
    )


def _lapsed(road: Road) -> None:
    road.begin()
    missing = [services.Missing(item="申请书", problem="未签名。", remedy="签名后重新提交。")]
    road.go(lambda: services.request_correction(actor=road.team.clerk, case_no=road.case_no, missing=missing), 1)
    road.go(lambda: services.lapse_case(actor=SYSTEM, case_no=road.case_no), 15)


def _deemed(road: Road) -> None:
    road.begin()
    road.go(lambda: services.deem_accepted(actor=SYSTEM, case_no=road.case_no), 6)


def _revoked(road: Road) -> None:
    road.begin()
    road.accept()
    road.review()
    road.grant()
    road.go(
        lambda: services.end_grant(
            actor=road.team.head,
            case_no=road.case_no,
            act=Act.REVOKE,
            ground=RevocationGround.FRAUD,
            reason="经查，申请时提交的租赁合同系伪造。",
        ),
        20,
    )


def _deferred(road: Road) -> None:
    codes = _deferrable(road.version)[:1]
    road.begin(without=codes)
    road.accept(deferred=codes)


def _committed(road: Road) -> None:
    clerk, reviewer = road.team.clerk, road.team.reviewer
    road.begin()
    road.go(lambda: services.grant_on_commitment(actor=clerk, case_no=road.case_no))
    road.go(lambda: services.issue_result(actor=clerk, case_no=road.case_no))
    road.go(lambda: services.deliver_result(actor=clerk, case_no=road.case_no, method=DeliveryMethod.WINDOW), 1)
    road.go(
        lambda: services.verify_commitment(
            actor=reviewer, case_no=road.case_no, is_kept=True, text="现场核查，经营场所与承诺一致。"
        ),
        10,
    )


def _sent_up(road: Road) -> None:
    road.begin()
    road.accept()
    road.review("初审认为材料齐全，建议上报。")
    road.go(
        lambda: services.send_up(
            actor=road.team.official,
            case_no=road.case_no,
            opinion="经初审，申请材料齐全、符合法定形式，同意上报。",
            carrier="机要交换",
            expected_on=road.later(15),
        ),
        1,
    )
    road.go(
        lambda: services.acknowledge(
            actor=road.team.reviewer, case_no=road.case_no, receipt_no="收〔2026〕128号", received_by="受理窗口"
        ),
        1,
    )


def _above(road: Road) -> None:
    _sent_up(road)


def _referred(road: Road) -> None:
    _sent_up(road)
    road.go(
        lambda: services.bring_back(
            actor=road.team.reviewer, case_no=road.case_no, is_granted=True, document_no="批〔2026〕57号"
        ),
        10,
    )
    road.grant()


def _renewed(versions: list[VersionView], calendar: WorkCalendar, dice: random.Random) -> int:
    """A licence that was granted, and the application to renew it."""
    for renewal in (one for one in versions if one.content.handling.purpose is Purpose.RENEW):
        wanted = {result.certificate_code for result in renewal.content.results}
        first = _first(
            versions,
            lambda one, renewal=renewal, wanted=wanted: (
                one.organisation_id == renewal.organisation_id  # type: ignore[misc]
                and _is_plain(one)
                and bool({result.certificate_code for result in one.content.results} & wanted)
            ),
        )
        if first is None:
            continue
        road = Road(first, calendar, dice, 90)
        road.begin()
        road.accept()
        road.review()
        road.grant()
        again = Road(renewal, calendar, dice, 10)
        again.applicant = road.applicant
        again.begin(about=road.case_no)
        again.accept()
        again.review()
        again.grant()
        return 2
    return 0
