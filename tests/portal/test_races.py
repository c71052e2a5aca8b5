"""Several submissions of one form at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.support import portal
from tests.support.cases import make_desk
from yichuang.cases.queries import list_my_cases


@pytest.mark.django_db(transaction=True)
def test_five_clicks_at_once_make_one_case() -> None:
    desk = make_desk()
    who = portal.visitor(desk.applicant)
    key = portal.fill_in(who, desk)
    url, data = reverse("portal:draft_check", args=[key]), {"revision": portal.revision(who, key), "declaration": "on"}
    gate = Barrier(5)

    def click() -> str:
        client = Client()
        client.cookies = who.client.cookies
        gate.wait()
        try:
            return client.post(url, data).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = [one.result() for one in [pool.submit(click) for _ in range(5)]]

    numbers = [row.case_no for row in list_my_cases(who.actor).rows]
    assert len(numbers) == 1
    assert answers == [f"/cases/{numbers[0]}/submitted/"] * 5
