"""Seals at the same moment: sealing goes on side by side, an end waits, one root is made, one seal is registered."""

from datetime import date

import pytest
from django.db import OperationalError, transaction

from tests.races.test_cases import errors, together
from tests.support import organisations as bodies
from tests.support import seals
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.seals import queries, services
from yichuang.seals.errors import SealedAlreadyError, SealEndedError, SealTakenError
from yichuang.seals.models import BuiltInAuthority, Seal, SealHistory, SealKey, SealUse
from yichuang.seals.rules import Act, Finding, SealKind
from yichuang.seals.services import SealedPdf

pytestmark = pytest.mark.django_db(transaction=True)


def _number(place: int) -> str:
    return f"示市监受〔2026〕{place}号"


def test_two_seal_while_one_withdraws_and_nothing_is_sealed_after_the_end() -> None:
    body = seals.make_seal()
    seals.small_pdf()

    results = together(
        lambda: seals.seal(body, number=_number(1)),
        lambda: services.withdraw_seal(actor=SYSTEM, seal_id=body.seal_id, reason="停用"),
        lambda: seals.seal(body, number=_number(2)),
    )

    sealed = [one for one in results if isinstance(one, SealedPdf)]
    assert set(errors(results)) <= {SealEndedError}
    assert SealUse.objects.count() == len(sealed) == 2 - len(errors(results))
    ended = SealHistory.objects.get(act=Act.WITHDRAWN.value)
    assert [use.at <= ended.at for use in SealUse.objects.all()] == [True] * len(sealed)
    with pytest.raises(SealEndedError):
        seals.seal(body, number=_number(3))


def test_an_end_waits_for_the_sealing_under_way_and_another_sealing_does_not() -> None:
    body = seals.make_seal()

    with transaction.atomic():
        seals.seal(body, number=_number(1))
        end, beside = together(lambda: _locked_at_once(body.seal_id), lambda: seals.seal(body, number=_number(2)))

    assert isinstance(end, OperationalError)
    assert isinstance(beside, SealedPdf)
    assert _locked_at_once(body.seal_id) == body.seal_id


@transaction.atomic
def _locked_at_once(seal_id: int) -> int:
    """What the end of a seal does first, without waiting."""
    return Seal.objects.select_for_update(no_key=True, nowait=True).get(pk=seal_id).pk


def test_one_paper_sealed_twice_at_once_is_sealed_once() -> None:
    body = seals.make_seal()

    results = together(lambda: seals.seal(body), lambda: seals.seal(body))

    assert errors(results) == [SealedAlreadyError]
    (sealed,) = [one for one in results if isinstance(one, SealedPdf)]
    assert [use.digest for use in queries.uses_of(body.seal_id).rows] == [sealed.digest]
    assert [one.finding for one in services.check_pdf(sealed.pdf).signatures] == [Finding.TEST]


def test_of_two_ends_one_is_written() -> None:
    body = seals.make_seal()

    results = together(
        lambda: services.break_seal(actor=SYSTEM, seal_id=body.seal_id, reason="遗失"),
        lambda: services.withdraw_seal(actor=SYSTEM, seal_id=body.seal_id, reason="停用"),
    )

    assert errors(results) == [SealEndedError]
    assert len(queries.history_of(body.seal_id)) == 2


def test_one_root_is_made_for_seals_registered_at_once() -> None:
    made = [bodies.make_organisation() for _ in range(3)]

    results = together(*(lambda body=body: seals.make_seal(body) for body in made))

    assert errors(results) == []
    assert BuiltInAuthority.objects.count() == 1
    assert SealKey.objects.count() == 3


def test_of_two_seals_of_a_kind_registered_at_once_one_is_in_use() -> None:
    body = bodies.make_organisation()
    keeper = bodies.make_post(body, Role.APPROVING_OFFICIAL)

    def register() -> int:
        return services.register_seal(
            actor=SYSTEM,
            organisation_id=body,
            kind=SealKind.APPROVAL,
            purpose="审批文书",
            keeper_id=keeper,
            in_use_from=date(2026, 1, 1),
        )

    results = together(register, register)

    assert errors(results) == [SealTakenError]
    assert [one.organisation_id for one in queries.list_seals()] == [body]
