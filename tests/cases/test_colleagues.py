"""Colleagues on leave, and who stands in for them."""

import pytest

from tests.support import identity
from tests.support import organisations as bodies
from yichuang.cases.queries import list_colleagues
from yichuang.core.actor import SYSTEM
from yichuang.core.clock import today
from yichuang.core.rights import Role
from yichuang.organisations import services

pytestmark = pytest.mark.django_db


def test_who_is_away_is_no_colleague_and_the_deputy_is_one() -> None:
    body = bodies.make_organisation()
    actor = identity.staff_actor(Role.REVIEWER, organisation_id=body, name="甲")
    away = identity.staff_actor(Role.REVIEWER, organisation_id=body, name="乙")
    deputy = bodies.make_staff(body, "丙")
    identity.make_staff_account(deputy)
    services.name_deputy(actor=SYSTEM, post_id=away.posts[0].post_id, staff_id=deputy)
    before = [one.name for one in list_colleagues(actor, body)]
    assert away.staff_id is not None

    bodies.make_leave(away.staff_id, today(), today())

    assert (before, [one.name for one in list_colleagues(actor, body)]) == (["乙"], ["丙"])
