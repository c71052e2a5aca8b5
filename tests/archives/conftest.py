"""One package of an archived case for all tests of the checker in a module."""

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.support import archives, cases
from tests.support.archives import Packed


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Packed:
    """A package of an archived case, made once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        package = archives.packed(archives.online_case(cases.make_desk(has_seal=True)))
        transaction.set_rollback(True)
    return package
