"""The department in which the lives of the walk go on, and how each act is done there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.model.law import Item
from tests.support import cases, identity
from tests.support.cases import Desk
from tests.support.catalogue import make_content, make_instant_content
from yichuang.cases import services
from yichuang.cases.rules import Opinion
from yichuang.cases.services import HearingPlan
from yichuang.catalogue.rules import Commitment, Handling, ItemContent, Purpose, ResultProduced
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Procedure

BEGIN = datetime(2025, 8, 25, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The department, its items each with a desk of its own, and two reviewers."""

    desks: dict[str, Desk]
    second: Actor

    def person(self, name: str) -> Actor:
        """Who is meant by “first”, “second”, “head”."""
        desk = self.desks["plain"]
        return {"first": desk.reviewer, "second": self.second, "head": desk.head}[name]


ITEMS: dict[str, Item] = {
    "plain": Item(),
    "instant": Item(promised=0, is_instant=True, steps={}),
    "upper": Item(promised=15, is_upper=True),
    "committed": Item(is_committed=True),
    "amend": Item(purpose="amend"),
    "renew": Item(purpose="renew"),
    "cancel": Item(purpose="cancel"),
}
_RESULT = (ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=2),)
_COMMITMENT = Commitment(terms=("场所符合要求",), consequence="撤销许可")
_HANDLING: dict[str, Handling] = {
    "upper": Handling(upper_body="示例省市场监督管理局"),
    "committed": Handling(commitment=_COMMITMENT),
    **{one.value: Handling(purpose=one) for one in (Purpose.AMEND, Purpose.RENEW, Purpose.CANCEL)},
}


def make_world() -> World:
    """Everything that lives need, before the first of them begins."""
    with clock.simulated(BEGIN - timedelta(days=30)):
        plain = cases.make_desk(_content("plain"))
        others = {name: cases.also(plain, _content(name), f"M-{name}") for name in ITEMS if name != "plain"}
        second = identity.staff_actor(Role.REVIEWER, organisation_id=plain.organisation_id, name="审查辛")
        return World({"plain": plain, **others}, second)


def _content(name: str) -> ItemContent:
    if name == "instant":
        return make_instant_content(results=_RESULT)
    elements: dict[str, Any] = {"results": _RESULT, "handling": _HANDLING.get(name, Handling())}
    if name == "upper":
        elements["promised_limit"] = make_content().promised_limit.__class__.parse("15wd")  # type: ignore[union-attr]  # it has one
    return make_content(**elements)


Own = Callable[[World, Desk, str, Actor | None, str], object]


def _accept(_world: World, desk: Desk, number: str, _actor: Actor | None, choice: str) -> object:
    return services.accept_case(actor=desk.clerk, case_no=number, deferred=["M2"] if choice else [])


def _fix(_world: World, desk: Desk, number: str, _actor: Actor | None, _choice: str) -> object:
    return services.fix_case(actor=desk.clerk, case_no=number, materials={"M2": []})


def _lapse(_world: World, _desk: Desk, number: str, _actor: Actor | None, _choice: str) -> object:
    return services.lapse_case(actor=SYSTEM, case_no=number)


def _review(_world: World, _desk: Desk, number: str, actor: Actor | None, _choice: str) -> object:
    assert actor
    return services.review_case(actor=actor, case_no=number, opinion=Opinion.GRANT, text="符合条件")


def _bring_back(_world: World, _desk: Desk, number: str, actor: Actor | None, choice: str) -> object:
    assert actor
    is_granted = choice == "granted"
    return services.bring_back(
        actor=actor, case_no=number, is_granted=is_granted, document_no="省批1号", text="" if is_granted else "不符合"
    )


def _stop(world: World, desk: Desk, number: str, _actor: Actor | None, choice: str) -> object:
    procedure, _, chair = choice.partition(":")
    plan = None
    if chair:
        held_at = clock.now() + timedelta(days=8)
        plan = HearingPlan(held_at, "听证室", world.person(chair).account_id or 0, "拟不予许可")
    people = [one.account_id or 0 for one in (desk.official, desk.head)] if procedure in {"site_visit", "test"} else []
    return services.begin_procedure(
        actor=desk.official,
        case_no=number,
        procedure=Procedure(procedure),
        reason="需要",
        expected_on=cases.soon(),
        people=people,
        hearing=plan,
    )


OWN: dict[str, Own] = {
    "accept": _accept,
    "fix": _fix,
    "lapse": _lapse,
    "review": _review,
    "bring_back": _bring_back,
    "stop": _stop,
}
