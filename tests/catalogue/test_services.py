"""The acts on items: drafts, reviews, publication, with rights, history and tokens."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from tests.support.catalogue import approve, make_content, make_draft, make_published_item, wd
from tests.support.identity import staff_actor
from tests.support.organisations import make_organisation
from yichuang.catalogue import queries, services
from yichuang.catalogue.errors import (
    ActNotPossibleError,
    CodeError,
    DraftExistsError,
    ItemCancelledError,
    ItemExistsError,
    ItemNotOpenError,
    NotPublishableError,
    NotYetInEffectError,
    OwnDraftError,
    ReasonMissingError,
    StaleDraftError,
    VersionNotFoundError,
)
from yichuang.catalogue.models import Item, ItemVersion, VersionEvent
from yichuang.catalogue.rules import Act, VersionState
from yichuang.core.actor import SYSTEM, Actor, RightMissingError, Scope
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.rights import Role
from yichuang.organisations.errors import OrganisationNotFoundError

pytestmark = pytest.mark.django_db
S = VersionState


def state_of(version_id: int) -> VersionState:
    return VersionState(ItemVersion.objects.get(pk=version_id).state)


def test_a_new_item_has_a_draft_with_its_content() -> None:
    draft = make_draft("11990101000000001X")

    detail = queries.describe_version(draft.version_id)
    assert (detail.version.number, detail.version.state, detail.revision) == (1, S.DRAFT, 1)
    assert detail.version.content == make_content()
    assert [(event.act, event.from_state, event.to_state) for event in detail.events] == [(Act.START, None, S.DRAFT)]


def test_a_code_is_given_once() -> None:
    make_draft("A1")

    with pytest.raises(ItemExistsError):
        make_draft("A1")
    assert Item.objects.count() == 1


def test_an_item_needs_a_code_and_an_organisation() -> None:
    with pytest.raises(CodeError):
        make_draft("食品")
    with pytest.raises(OrganisationNotFoundError):
        services.create_item(actor=SYSTEM, task_code="A1", organisation_id=0, content=make_content())
    assert Item.objects.count() == 0


def test_a_national_code_tells_the_basic_item() -> None:
    services.register_basic_item(actor=SYSTEM, catalog_code="000123018000", name="饮用水供水单位卫生许可")
    draft = make_draft("11211300318840894M3000123018000")
    early = make_draft("11211300318840894M3000123014000")

    basic = services.register_basic_item(actor=SYSTEM, catalog_code="000123014000", name="护士执业注册")

    assert queries.get_item(draft.item_id).catalog_code == "000123018000"
    assert Item.objects.get(pk=early.item_id).basic_item_id == basic


def test_a_saved_draft_has_a_new_token() -> None:
    draft = make_draft()

    saved = services.save_draft(
        actor=SYSTEM,
        version_id=draft.version_id,
        content=make_content(name="食品经营许可新办"),
        revision=draft.revision,
    )

    detail = queries.describe_version(draft.version_id)
    assert (saved.revision, detail.revision, detail.version.name) == (2, 2, "食品经营许可新办")


def test_a_stale_tab_cannot_overwrite() -> None:
    draft = make_draft()
    mine, theirs = make_content(quota="甲"), make_content(quota="乙")
    services.save_draft(actor=SYSTEM, version_id=draft.version_id, content=theirs, revision=1)

    with pytest.raises(StaleDraftError) as refused:
        services.save_draft(actor=SYSTEM, version_id=draft.version_id, content=mine, revision=1)

    assert refused.value.details == {"writer": "system", "given": 1, "present": 2}
    assert queries.get_version(draft.version_id).content.quota == "乙"


def test_what_is_missing_is_named_and_nothing_is_submitted() -> None:
    draft = make_draft(content=make_content(promised_limit=wd(8), address=""))

    with pytest.raises(NotPublishableError) as refused:
        services.submit(actor=SYSTEM, version_id=draft.version_id)

    assert [(problem.field, problem.code) for problem in refused.value.problems] == [
        ("address", "catalogue.element_missing"),
        ("steps", "catalogue.steps_too_long"),
    ]
    assert state_of(draft.version_id) is S.DRAFT


def test_a_draft_goes_through_three_reviews_to_publication() -> None:
    draft = make_draft()

    approve(draft.version_id)
    services.publish(actor=SYSTEM, version_id=draft.version_id)

    events = VersionEvent.objects.filter(version_id=draft.version_id).order_by("pk")
    assert [(event.act, event.to_state) for event in events] == [
        ("start", "draft"),
        ("submit", "department_review"),
        ("pass_department", "legal_review"),
        ("pass_legal", "centre_review"),
        ("pass_centre", "approved"),
        ("publish", "published"),
    ]
    content = make_content().model_dump(mode="json")
    assert {event.content_digest for event in events} == {sm3_hex(canonical_json(content))}


def test_a_newer_version_supersedes_the_published_one_and_old_content_stays() -> None:
    first = make_published_item()
    draft = services.start_draft(actor=SYSTEM, item_id=first.item_id)
    services.save_draft(
        actor=SYSTEM, version_id=draft.version_id, content=make_content(promised_limit=wd(9)), revision=draft.revision
    )
    assert queries.published_version("A1").id == first.id

    approve(draft.version_id)
    services.publish(actor=SYSTEM, version_id=draft.version_id)

    assert queries.published_version("A1").number == 2
    assert (state_of(first.id), queries.get_version(first.id).content) == (S.SUPERSEDED, make_content())
    assert [change.path for change in queries.get_difference(first.id, draft.version_id)] == ["promised_limit"]


def test_a_new_draft_is_a_copy_of_the_current_version() -> None:
    first = make_published_item()

    draft = services.start_draft(actor=SYSTEM, item_id=first.item_id)

    assert draft.number == 2
    assert queries.get_version(draft.version_id).content == first.content


def test_an_item_has_one_version_in_preparation() -> None:
    first = make_published_item()
    services.start_draft(actor=SYSTEM, item_id=first.item_id)

    with pytest.raises(DraftExistsError) as refused:
        services.start_draft(actor=SYSTEM, item_id=first.item_id)

    assert refused.value.details == {"number": 2, "state": S.DRAFT}


def test_a_discarded_draft_makes_room_and_keeps_its_number() -> None:
    draft = make_draft()

    services.discard_draft(actor=SYSTEM, version_id=draft.version_id)

    assert services.start_draft(actor=SYSTEM, item_id=draft.item_id).number == 2


@pytest.mark.parametrize("passed", range(4))
def test_each_review_can_send_back_with_a_reason(passed: int) -> None:
    draft = make_draft()
    services.submit(actor=SYSTEM, version_id=draft.version_id)
    for review in REVIEWS[:passed]:
        review(actor=SYSTEM, version_id=draft.version_id)

    with pytest.raises(ReasonMissingError):
        services.send_back(actor=SYSTEM, version_id=draft.version_id, reason=" ")
    services.send_back(actor=SYSTEM, version_id=draft.version_id, reason="依据条款已修订")

    event = queries.list_events(draft.version_id)[-1]
    assert (event.to_state, event.reason) == (S.DRAFT, "依据条款已修订")


REVIEWS: list[Callable[..., VersionState]] = [
    services.pass_department_review,
    services.pass_legal_review,
    services.pass_centre_review,
]


def test_an_act_out_of_order_names_what_is_possible() -> None:
    draft = make_draft()

    with pytest.raises(ActNotPossibleError) as refused:
        services.publish(actor=SYSTEM, version_id=draft.version_id)

    assert refused.value.details == {"act": Act.PUBLISH, "state": S.DRAFT, "possible": (Act.SUBMIT, Act.DISCARD)}


def test_a_published_version_cannot_be_changed() -> None:
    view = make_published_item()

    with pytest.raises(ActNotPossibleError):
        services.save_draft(actor=SYSTEM, version_id=view.id, content=make_content(quota="甲"), revision=1)


def test_a_suspended_item_takes_no_cases_until_it_is_resumed() -> None:
    view = make_published_item()

    services.suspend(actor=SYSTEM, version_id=view.id, reason="系统升级")

    assert not queries.is_open_for_cases(view.id)
    with pytest.raises(ItemNotOpenError):
        queries.published_version("A1")
    assert queries.current_version("A1").state is S.SUSPENDED
    assert queries.list_items().rows == ()
    services.resume(actor=SYSTEM, version_id=view.id)
    assert queries.is_open_for_cases(view.id)
    assert queries.published_version("A1").id == view.id


def test_a_cancelled_item_never_goes_on() -> None:
    view = make_published_item()
    draft = services.start_draft(actor=SYSTEM, item_id=view.item_id)

    services.cancel_item(actor=SYSTEM, version_id=view.id, reason="法律已废止")

    assert not queries.is_open_for_cases(view.id)
    assert state_of(draft.version_id) is S.DISCARDED
    with pytest.raises(ItemCancelledError):
        services.start_draft(actor=SYSTEM, item_id=view.item_id)
    with pytest.raises(ItemNotOpenError):
        queries.published_version("A1")


def test_suspending_and_cancelling_need_a_reason() -> None:
    view = make_published_item()

    for act in (services.suspend, services.cancel_item):
        with pytest.raises(ReasonMissingError):
            act(actor=SYSTEM, version_id=view.id, reason="")
    assert queries.is_open_for_cases(view.id)


def test_a_version_takes_cases_only_between_its_dates() -> None:
    with time_machine.travel("2026-03-01T04:00:00Z", tick=False):
        view = make_published_item(content=make_content(effective_on=date(2026, 3, 2), cancelled_on=date(2026, 3, 4)))
        assert not queries.is_open_for_cases(view.id)
        with pytest.raises(ItemNotOpenError):
            queries.published_version("A1")
    with time_machine.travel("2026-03-01T16:00:00Z", tick=False):
        assert queries.is_open_for_cases(view.id)
    with time_machine.travel("2026-03-03T16:00:00Z", tick=False):
        assert not queries.is_open_for_cases(view.id)


def test_a_version_does_not_replace_another_before_its_first_day() -> None:
    with time_machine.travel("2026-03-01T04:00:00Z", tick=False):
        first = make_published_item()
        later = make_content(effective_on=date(2026, 3, 2))
        draft = services.start_draft(actor=SYSTEM, item_id=first.item_id, content=later)
        approve(draft.version_id)
        with pytest.raises(NotYetInEffectError):
            services.publish(actor=SYSTEM, version_id=draft.version_id)
        assert queries.published_version("A1").id == first.id
    with time_machine.travel("2026-03-02T04:00:00Z", tick=False):
        services.publish(actor=SYSTEM, version_id=draft.version_id)
        assert queries.published_version("A1").id == draft.version_id


def test_the_writer_of_a_draft_does_not_review_it_for_the_department() -> None:
    organisation_id = make_organisation()
    writer = staff_actor(Role.CATALOGUE_EDITOR, Role.APPROVING_OFFICIAL, organisation_id=organisation_id)
    draft = services.create_item(actor=writer, task_code="A1", organisation_id=organisation_id, content=make_content())
    services.submit(actor=writer, version_id=draft.version_id)

    with pytest.raises(OwnDraftError):
        services.pass_department_review(actor=writer, version_id=draft.version_id)

    assert state_of(draft.version_id) is S.DEPARTMENT_REVIEW
    colleague = staff_actor(Role.APPROVING_OFFICIAL, organisation_id=organisation_id)
    assert services.pass_department_review(actor=colleague, version_id=draft.version_id) is S.LEGAL_REVIEW


def test_who_only_saved_the_draft_wrote_it_too() -> None:
    organisation_id = make_organisation()
    draft = make_draft(organisation_id=organisation_id)
    writer = staff_actor(Role.CATALOGUE_EDITOR, Role.APPROVING_OFFICIAL, organisation_id=organisation_id)
    services.save_draft(actor=writer, version_id=draft.version_id, content=make_content(), revision=1)
    services.submit(actor=SYSTEM, version_id=draft.version_id)

    with pytest.raises(OwnDraftError):
        services.pass_department_review(actor=writer, version_id=draft.version_id)


def test_an_unknown_version_is_not_found() -> None:
    with pytest.raises(VersionNotFoundError):
        services.submit(actor=SYSTEM, version_id=0)


def _at(state: VersionState, organisation_id: int) -> int:
    """The id of a version of that organisation in that state."""
    version_id = make_draft(organisation_id=organisation_id).version_id
    steps = [services.submit, *REVIEWS, services.publish]
    for act in steps[
        : [S.DRAFT, S.DEPARTMENT_REVIEW, S.LEGAL_REVIEW, S.CENTRE_REVIEW, S.APPROVED, S.PUBLISHED].index(state)
    ]:
        act(actor=SYSTEM, version_id=version_id)
    return version_id


ACTS: list[tuple[VersionState, Callable[..., object], dict[str, object], set[Role]]] = [
    (S.DRAFT, services.submit, {}, {Role.CATALOGUE_EDITOR, Role.CENTRE_MANAGER}),
    (S.DRAFT, services.discard_draft, {}, {Role.CATALOGUE_EDITOR, Role.CENTRE_MANAGER}),
    (
        S.DRAFT,
        services.save_draft,
        {"content": make_content(), "revision": 1},
        {Role.CATALOGUE_EDITOR, Role.CENTRE_MANAGER},
    ),
    (S.DEPARTMENT_REVIEW, services.pass_department_review, {}, {Role.APPROVING_OFFICIAL, Role.AGENCY_HEAD}),
    (S.DEPARTMENT_REVIEW, services.send_back, {"reason": "不全"}, {Role.APPROVING_OFFICIAL, Role.AGENCY_HEAD}),
    (S.LEGAL_REVIEW, services.pass_legal_review, {}, {Role.LEGAL_REVIEWER}),
    (S.LEGAL_REVIEW, services.send_back, {"reason": "不合法"}, {Role.LEGAL_REVIEWER}),
    (S.CENTRE_REVIEW, services.pass_centre_review, {}, {Role.CENTRE_MANAGER}),
    (S.CENTRE_REVIEW, services.send_back, {"reason": "不全"}, {Role.CENTRE_MANAGER}),
    (S.APPROVED, services.publish, {}, {Role.CENTRE_MANAGER}),
    (S.PUBLISHED, services.suspend, {"reason": "升级"}, {Role.CENTRE_MANAGER}),
    (S.PUBLISHED, services.cancel_item, {"reason": "废止"}, {Role.CENTRE_MANAGER}),
]


@pytest.mark.parametrize(("state", "act", "arguments", "roles"), ACTS)
def test_only_the_roles_with_the_right_may_act(
    state: VersionState, act: Callable[..., object], arguments: dict[str, object], roles: set[Role]
) -> None:
    organisation_id, elsewhere = make_organisation(), make_organisation()
    version_id = _at(state, organisation_id)
    events = VersionEvent.objects.count()
    for role in set(Role) - roles:
        with pytest.raises(RightMissingError):
            act(actor=staff_actor(role, organisation_id=organisation_id), version_id=version_id, **arguments)
    for role in roles:
        stranger = staff_actor(role, organisation_id=elsewhere)
        if all(post.scope is Scope.ORGANISATION for post in stranger.posts):
            with pytest.raises(RightMissingError):
                act(actor=stranger, version_id=version_id, **arguments)
    assert (state_of(version_id), VersionEvent.objects.count()) == (state, events)

    act(actor=staff_actor(min(roles), organisation_id=organisation_id), version_id=version_id, **arguments)


@pytest.mark.parametrize("role", [None, *Role])
def test_only_editors_make_items(role: Role | None) -> None:
    organisation_id = make_organisation()
    actor = staff_actor(*([role] if role else []), organisation_id=organisation_id)

    def create(actor: Actor) -> None:
        services.create_item(actor=actor, task_code="A1", organisation_id=organisation_id, content=make_content())

    if role in {Role.CATALOGUE_EDITOR, Role.CENTRE_MANAGER}:
        create(actor)
        assert Item.objects.count() == 1
    else:
        with pytest.raises(RightMissingError):
            create(actor)
        assert Item.objects.count() == 0
