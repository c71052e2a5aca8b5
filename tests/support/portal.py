"""Applicants at the pages: a client that is signed in, and applications filled in page by page."""

import re
import uuid
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import cases, identity
from tests.support.cases import Desk
from tests.support.documents import pdf
from yichuang.cases import services
from yichuang.cases.queries import get_draft_view, list_drafts
from yichuang.cases.rules import Channel, PartyKind
from yichuang.core.actor import Actor
from yichuang.identity.models import Account
from yichuang.identity.queries import get_person

ANSWERS = {"answer-name": "张示例", "answer-identity_no": identity.identity_no(7)}


@dataclass(frozen=True)
class Visitor:
    """Somebody at the pages; `language` is zh-hans unless asked otherwise."""

    actor: Actor
    client: Client


def visitor(actor: Actor, language: str = "") -> Visitor:
    """The actor's browser, signed in."""
    client = Client(headers={"accept-language": language} if language else None)
    client.force_login(Account.objects.get(pk=actor.account_id or 0), "django.contrib.auth.backends.ModelBackend")
    return Visitor(actor, client)


def begin(who: Visitor, desk: Desk) -> UUID:
    """A draft begun from the page of the desk's item; its key is given back."""
    url = reverse("portal:apply", args=[desk.version.item_code])
    key = uuid.uuid4()
    assert who.client.post(url, {"key": str(key)}).status_code == 302
    return key


def revision(who: Visitor, key: UUID) -> int:
    """How often the draft was saved."""
    return get_draft_view(who.actor, key).revision


def party_fields(who: Visitor, **changes: str) -> dict[str, str]:
    """The page of the applicant, filled in with the account's data."""
    assert who.actor.account_id is not None
    person = get_person(who.actor.account_id)
    given = {
        "party-name": person.name,
        "party-identity_type": str(person.identity_type),
        "party-identity_no": person.identity_no,
        "party-phone": person.phone,
    }
    return {**given, **{f"party-{name}": value for name, value in changes.items()}}


def paper(name: str = "申请书.pdf", mark: str = "") -> SimpleUploadedFile:
    """A small PDF to be sent."""
    return SimpleUploadedFile(name, pdf(mark), "application/pdf")


def fill_in(who: Visitor, desk: Desk) -> UUID:
    """A draft with every page filled in through the pages; its key is given back."""
    key = begin(who, desk)
    pages: list[tuple[str, list[object], dict[str, str]]] = [
        ("portal:draft_applicant", [key], party_fields(who)),
        ("portal:draft_answers", [key, 1], ANSWERS),
    ]
    for name, args, fields in pages:
        data = {**fields, "revision": revision(who, key), "go": "next"}
        assert who.client.post(reverse(name, args=args), data).status_code == 302
    files = {"material-M1": paper(), "material-M2": paper("平面图.pdf", "plan"), "go": "next"}
    assert who.client.post(reverse("portal:draft_materials", args=[key]), files).status_code == 302
    return key


def submit(who: Visitor, key: UUID) -> str:
    """The draft submitted from its last page; the number of the case is given back."""
    data = {"revision": revision(who, key), "declaration": "on"}
    response = who.client.post(reverse("portal:draft_check", args=[key]), data)
    found = re.fullmatch(r"/cases/(\d{15})/submitted/", response["Location"])
    assert found is not None
    return found[1]


def draft_count(who: Visitor) -> int:
    """How many open drafts the visitor has."""
    return len(list_drafts(who.actor))


def case_of(who: Visitor, desk: Desk, name: str = "张示例") -> str:
    """A case that the visitor submitted online, made by the services."""
    assert who.actor.account_id is not None
    person = get_person(who.actor.account_id)
    party = services.Party(
        PartyKind.PERSON, name, cases.party_of(who.actor).identity_type, person.identity_no, person.phone
    )
    key = uuid.uuid4()
    actor = who.actor
    services.start_draft(actor=actor, key=key, version_id=desk.version.id, channel=Channel.ONLINE)
    form = {"name": name, "identity_no": identity.identity_no(7)}
    services.save_draft(actor=actor, key=key, revision=1, form=form, party=party)
    for code in ("M1", "M2"):
        file = paper(f"{code}.pdf", code)
        services.attach_material(actor=actor, key=key, code=code, name=f"{code}.pdf", stream=file)  # type: ignore[arg-type]
    return services.submit_draft(actor=actor, key=key).case_no
