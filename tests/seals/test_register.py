"""The register of seals: each act, its history and its refusals."""

from datetime import date, timedelta

import pytest
import time_machine
from cryptography import x509
from django.db import IntegrityError, connection, transaction

from tests.support import identity, seals
from tests.support import organisations as bodies
from yichuang.core import clock
from yichuang.core.actor import ANONYMOUS, SYSTEM, RightMissingError, SignInRequiredError
from yichuang.core.errors import DomainError
from yichuang.core.rights import Role
from yichuang.organisations import services as organisations
from yichuang.organisations.errors import InactiveError, OrganisationNotFoundError, PostNotFoundError
from yichuang.organisations.rules import OrganisationKind
from yichuang.seals import queries, services
from yichuang.seals.errors import (
    KeeperElsewhereError,
    KeeperSameError,
    SealEndedError,
    SealNotFoundError,
    SealTakenError,
    SealTextError,
    SignerMissingError,
)
from yichuang.seals.models import BuiltInAuthority, Seal, SealHistory, SealKey
from yichuang.seals.rules import Act, SealKind, SealState, SealWords

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 6)


def _certificate(seal_id: int) -> x509.Certificate:
    return x509.load_pem_x509_certificate(queries.get_seal(seal_id).certificate.encode())


@time_machine.travel("2026-05-06T10:00:00+08:00", tick=False)
def test_a_registered_seal_says_who_keeps_it_for_what_and_since_when() -> None:
    body = bodies.make_organisation()
    keeper = bodies.make_post(body, Role.APPROVING_OFFICIAL, title="审批科科长")

    seal_id = services.register_seal(
        actor=SYSTEM,
        organisation_id=body,
        kind=SealKind.LICENCE,
        name=" 示例局证照章 ",
        purpose="食品经营许可证",
        keeper_id=keeper,
        in_use_from=date(2026, 6, 1),
    )

    seal = queries.get_seal(seal_id)
    assert (seal.name, seal.kind, seal.purpose) == ("示例局证照章", SealKind.LICENCE, "食品经营许可证")
    assert (seal.keeper_id, seal.keeper_title, seal.kept_since) == (keeper, "审批科科长", date(2026, 5, 6))
    assert (seal.state, seal.in_use_from, seal.valid_until) == (SealState.IN_USE, date(2026, 6, 1), date(2036, 5, 31))
    assert (seal.signer, seal.is_test, len(seal.sm2_public)) == ("built_in", True, 128)
    (row,) = queries.history_of(seal_id)
    assert (row.act, row.actor_name, row.before) == (Act.REGISTERED, SYSTEM.name, None)
    assert row.after["purpose"] == "食品经营许可证"


def test_the_certificate_names_the_body_and_says_that_it_is_a_test() -> None:
    body = seals.make_seal()

    certificate = _certificate(body.seal_id)

    root = x509.load_pem_x509_certificate(queries.root_certificate().encode())
    names = {one.oid._name: one.value for one in certificate.subject}
    assert names == {
        "countryName": "CN",
        "organizationName": f"{body.name}（测试）",
        "commonName": f"{body.name}行政审批专用章（测试）",
    }
    assert certificate.not_valid_before_utc.isoformat() == "2025-12-31T16:00:00+00:00"
    certificate.verify_directly_issued_by(root)


def test_a_name_too_long_for_a_certificate_is_cut_there_and_nowhere_else() -> None:
    name = "示例区" + "某" * 60 + "局"
    body = seals.make_seal(bodies.make_organisation(name))

    assert _certificate(body.seal_id).subject.rfc4514_string() == f"CN={name[:17]}（测试）,O={name[:60]}（测试）,C=CN"
    assert queries.get_seal(body.seal_id).name == f"{name}行政审批专用章"


def test_one_root_certifies_all_seals_and_its_key_is_kept_encrypted() -> None:
    first, second = seals.make_seal(), seals.make_seal()

    issuers = {_certificate(one.seal_id).issuer for one in (first, second)}

    assert len(issuers) == 1
    assert BuiltInAuthority.objects.count() == 1
    assert "PRIVATE KEY" in SealKey.objects.get(seal_id=first.seal_id).secret["p256"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM seals_sealkey UNION ALL SELECT secret FROM seals_builtinauthority")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert [b"PRIVATE KEY" in one for one in stored] == [False, False, False]


def test_a_body_uses_one_seal_of_a_kind_and_another_only_after_it() -> None:
    body = seals.make_seal()

    with pytest.raises(SealTakenError) as refused:
        seals.make_seal(body.organisation_id)
    services.withdraw_seal(actor=SYSTEM, seal_id=body.seal_id, reason="机构更名")
    new = seals.make_seal(body.organisation_id).seal_id

    assert refused.value.details == {"organisation": body.name}
    found = queries.list_seals(organisation_id=body.organisation_id)
    assert [(one.id, one.state) for one in found] == [(new, SealState.IN_USE), (body.seal_id, SealState.WITHDRAWN)]


def test_every_kind_that_is_missing_is_registered_at_once_and_none_twice() -> None:
    body = seals.make_seal()

    made = services.register_missing(
        actor=SYSTEM,
        organisation_id=body.organisation_id,
        keeper_id=body.keeper_id,
        in_use_from=date(2026, 1, 1),
    )
    again = services.register_missing(
        actor=SYSTEM, organisation_id=body.organisation_id, keeper_id=body.keeper_id, in_use_from=date(2026, 1, 1)
    )

    assert [queries.get_seal(one).kind for one in made] == [SealKind.OFFICIAL, SealKind.LICENCE]
    assert again == ()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"organisation_id": 999999}, OrganisationNotFoundError),
        ({"keeper_id": 999999}, PostNotFoundError),
        ({"purpose": " "}, SealTextError),
        ({"name": "章" * 251}, SealTextError),
        ({"signed_by": "province"}, SignerMissingError),
    ],
)
def test_a_seal_is_not_registered_with_what_is_not_there(
    changes: dict[str, object], refusal: type[DomainError]
) -> None:
    body = bodies.make_organisation()
    given: dict[str, object] = {
        "organisation_id": body,
        "keeper_id": bodies.make_post(body, Role.REVIEWER),
        "purpose": "审批文书",
        "kind": SealKind.APPROVAL,
        "in_use_from": date(2026, 1, 1),
    }

    with pytest.raises(refusal):
        services.register_seal(actor=SYSTEM, **{**given, **changes})  # type: ignore[arg-type]  # of mixed kinds

    assert Seal.objects.count() == 0


def test_the_keeper_belongs_to_the_body_or_to_the_centre() -> None:
    body = seals.make_seal()
    stranger = bodies.make_post(bodies.make_organisation(), Role.REVIEWER, title="外局科员")
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    central = bodies.make_post(authority, Role.CENTRE_MANAGER, title="印章管理员")

    with pytest.raises(KeeperElsewhereError):
        services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=stranger, reason="集中保管")
    services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=central, reason="集中保管")

    assert queries.get_seal(body.seal_id).keeper_title == "印章管理员"


def test_a_closed_post_keeps_no_seal() -> None:
    body = seals.make_seal()
    closed = bodies.make_post(body.organisation_id, Role.REVIEWER)
    organisations.close_post(actor=SYSTEM, post_id=closed)

    with pytest.raises(InactiveError):
        services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=closed, reason="调整")


@time_machine.travel("2026-05-06T10:00:00+08:00", tick=False)
def test_handing_over_is_written_down_with_its_reason() -> None:
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        body = seals.make_seal()
    colleague = bodies.make_post(body.organisation_id, Role.APPROVING_OFFICIAL, title="副科长")

    services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=colleague, reason="岗位调整")

    seal, row = queries.get_seal(body.seal_id), queries.history_of(body.seal_id)[-1]
    assert (seal.keeper_id, seal.kept_since) == (colleague, date(2026, 5, 6))
    assert (row.act, row.reason) == (Act.HANDED, "岗位调整")
    assert row.before is not None
    assert (row.before["keeper_id"], row.before["kept_since"]) == (body.keeper_id, "2026-03-02")
    assert (row.after["keeper_id"], row.after["kept_since"]) == (colleague, "2026-05-06")


def test_a_seal_is_not_handed_to_who_has_it_nor_without_reason() -> None:
    body = seals.make_seal()
    colleague = bodies.make_post(body.organisation_id, Role.APPROVING_OFFICIAL)

    with pytest.raises(KeeperSameError):
        services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=body.keeper_id, reason="调整")
    with pytest.raises(SealTextError):
        services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=colleague, reason="")

    assert [row.act for row in queries.history_of(body.seal_id)] == [Act.REGISTERED]


@pytest.mark.parametrize(
    ("end", "state", "act"),
    [
        (services.break_seal, SealState.BROKEN, Act.BROKEN),
        (services.withdraw_seal, SealState.WITHDRAWN, Act.WITHDRAWN),
    ],
)
def test_an_ended_seal_carries_day_and_reason_and_never_comes_back(end: object, state: SealState, act: Act) -> None:
    body = seals.make_seal()
    assert callable(end)

    with time_machine.travel("2026-12-31T10:00:00+08:00", tick=False):
        with pytest.raises(SealTextError):
            end(actor=SYSTEM, seal_id=body.seal_id, reason="")
        end(actor=SYSTEM, seal_id=body.seal_id, reason="印章遗失")

    seal = queries.get_seal(body.seal_id)
    assert (seal.state, seal.ended_on, seal.ended_reason) == (state, date(2026, 12, 31), "印章遗失")
    assert [row.act for row in queries.history_of(body.seal_id)] == [Act.REGISTERED, act]
    colleague = bodies.make_post(body.organisation_id, Role.APPROVING_OFFICIAL)
    for again in (services.break_seal, services.withdraw_seal):
        with pytest.raises(SealEndedError):
            again(actor=SYSTEM, seal_id=body.seal_id, reason="再来")
    with pytest.raises(SealEndedError):
        services.hand_seal(actor=SYSTEM, seal_id=body.seal_id, keeper_id=colleague, reason="再来")


def test_the_database_wants_day_and_reason_of_an_end() -> None:
    body = seals.make_seal()

    with transaction.atomic(), pytest.raises(IntegrityError, match="seals_seal_ended"):
        Seal.objects.filter(pk=body.seal_id).update(state=SealState.BROKEN.value)


def test_only_who_keeps_seals_acts_on_them_and_the_post_is_recorded() -> None:
    body = seals.make_seal()
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    manager = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority, name="主任甲")
    others = [role for role in Role if role is not Role.CENTRE_MANAGER]
    colleague = identity.staff_actor(*others, organisation_id=body.organisation_id)

    with pytest.raises(RightMissingError):
        services.withdraw_seal(actor=colleague, seal_id=body.seal_id, reason="停用")
    with pytest.raises(SignInRequiredError):
        services.withdraw_seal(actor=ANONYMOUS, seal_id=body.seal_id, reason="停用")
    with pytest.raises(RightMissingError):
        services.register_missing(
            actor=colleague,
            organisation_id=body.organisation_id,
            keeper_id=body.keeper_id,
            in_use_from=date(2026, 1, 1),
        )
    services.withdraw_seal(actor=manager, seal_id=body.seal_id, reason="停用")

    row = SealHistory.objects.latest("id")
    assert (row.account_id, row.actor_name, row.title) == (manager.account_id, "主任甲", "Centre manager")


def test_a_manager_of_another_body_does_not_keep_its_seals() -> None:
    body = seals.make_seal()
    elsewhere = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=bodies.make_organisation())

    with pytest.raises(RightMissingError):
        services.withdraw_seal(actor=elsewhere, seal_id=body.seal_id, reason="停用")

    assert queries.get_seal(body.seal_id).state is SealState.IN_USE


def test_a_seal_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(SealNotFoundError):
        services.withdraw_seal(actor=SYSTEM, seal_id=999999, reason="停用")
    with pytest.raises(SealNotFoundError):
        queries.get_seal(999999)


@pytest.mark.parametrize(
    ("on", "chosen", "able"),
    [
        (date(2025, 12, 31), SealKind.OFFICIAL, False),
        (date(2026, 1, 1), SealKind.APPROVAL, True),
        (date(2026, 6, 1), SealKind.OFFICIAL, True),
    ],
)
def test_a_seal_of_a_later_day_does_not_stand_in_the_way_of_one_that_may_be_used(
    on: date, chosen: SealKind, *, able: bool
) -> None:
    body = seals.make_seal()
    seals.make_seal(body.organisation_id, SealKind.OFFICIAL, in_use_from=date(2026, 6, 1))

    seal = queries.seal_for_paper(body.organisation_id, "decision_granted", on)

    assert seal is not None
    assert seal.kind is chosen
    assert (queries.bodies_that_seal(["decision_granted"], on) == {body.organisation_id}) is able


def test_an_expired_seal_does_not_stand_in_the_way_of_one_that_may_be_used() -> None:
    body = seals.make_seal(kind=SealKind.OFFICIAL)
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        seals.make_seal(body.organisation_id)
    expired_on = queries.get_seal(body.seal_id).valid_until + timedelta(days=1)

    seal = queries.seal_for_paper(body.organisation_id, "decision_granted", expired_on)

    assert seal is not None
    assert seal.kind is SealKind.APPROVAL


def test_the_fittest_seal_of_the_body_is_chosen_for_a_paper() -> None:
    body = seals.make_seal()
    official = seals.make_seal(body.organisation_id, SealKind.OFFICIAL)

    chosen = {
        kind: queries.seal_for_paper(body.organisation_id, kind, TODAY)
        for kind in ("acceptance", "decision_granted", "licence")
    }

    assert {kind: seal.id for kind, seal in chosen.items() if seal} == {
        "acceptance": body.seal_id,
        "decision_granted": official.seal_id,
        "licence": official.seal_id,
    }
    assert queries.seal_for_paper(bodies.make_organisation(), "acceptance", TODAY) is None
    assert queries.get_seal(body.seal_id).words == SealWords(body.name, "行政审批专用章", "测试印章")


def test_reading_the_register_reads_no_key() -> None:
    body = seals.make_seal()

    shown = repr((queries.get_seal(body.seal_id), queries.list_seals(), queries.history_of(body.seal_id)))

    secret = SealKey.objects.get(seal_id=body.seal_id).secret
    assert secret["sm2"] not in shown
    assert "PRIVATE KEY" not in shown
