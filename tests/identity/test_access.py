"""Accounts as those who keep them may see them."""

import pytest

from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import ANONYMOUS, RightMissingError, SignInRequiredError
from yichuang.core.rights import Role
from yichuang.identity.access import get_managed_account, list_managed_accounts
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db


def test_an_administrator_of_one_organisation_sees_its_staff_only() -> None:
    department, other = bodies.make_organisation(), bodies.make_organisation()
    actor = make.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=department)
    colleague = make.make_staff_account(bodies.make_staff(department))
    strangers = [make.make_staff_account(bodies.make_staff(other)), make.make_applicant()]

    page = list_managed_accounts(actor=actor)

    assert [row.id for row in page.rows] == [colleague, actor.account_id]
    assert get_managed_account(actor=actor, account_id=colleague).id == colleague
    for stranger in strangers:
        with pytest.raises(RightMissingError):
            get_managed_account(actor=actor, account_id=stranger)


def test_a_manager_of_the_centre_sees_every_account() -> None:
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    actor = make.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority)
    applicant = make.make_applicant()

    page = list_managed_accounts(actor=actor)

    assert [row.id for row in page.rows] == [applicant, actor.account_id]


def test_nobody_else_sees_accounts() -> None:
    applicant = make.applicant_actor()

    with pytest.raises(RightMissingError):
        list_managed_accounts(actor=applicant)
    with pytest.raises(SignInRequiredError):
        list_managed_accounts(actor=ANONYMOUS)
