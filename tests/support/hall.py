"""Second screens for tests: a window with its clerk, a device beside it, and a draft that the clerk is writing."""

import uuid
from dataclasses import dataclass
from uuid import UUID

from tests.support import cases, identity
from tests.support import organisations as bodies
from yichuang.cases import services as case_services
from yichuang.cases.rules import Channel
from yichuang.catalogue.rules import ItemContent
from yichuang.core.actor import Actor
from yichuang.core.rights import Role
from yichuang.hall import queries, services


@dataclass(frozen=True)
class Counter:
    """A desk with a window of its department, the clerk who sits there, and the token of the screen beside it."""

    desk: cases.Desk
    window_id: int
    clerk: Actor
    token: str

    @property
    def revision(self) -> int:
        """How often the screen has changed."""
        return queries.screen_view(self.token).revision


def make_counter(content: ItemContent | None = None, *, is_paired: bool = True) -> Counter:
    """A counter whose device is paired with its window, or waits with a code."""
    desk = cases.make_desk(content)
    window_id = bodies.make_window(desk.organisation_id)
    clerk = clerk_at(window_id, desk.organisation_id)
    counter = Counter(desk, window_id, clerk, services.open_screen())
    if is_paired:
        services.pair_screen(actor=clerk, window_id=window_id, code=code_of(counter.token))
    return counter


def clerk_at(window_id: int | None, organisation_id: int) -> Actor:
    """A clerk with a post at the window."""
    return identity.staff_actor(Role.WINDOW_CLERK, organisation_id=organisation_id, window_id=window_id, name="窗口甲")


def code_of(token: str) -> str:
    """The code that the device shows."""
    return queries.screen_view(token).code


def start_draft(counter: Counter, actor: Actor | None = None) -> UUID:
    """A draft of the clerk's for the applicant, filled in; it was saved once."""
    clerk = actor or counter.clerk
    key = uuid.uuid4()
    case_services.start_draft(actor=clerk, key=key, version_id=counter.desk.version.id, channel=Channel.WINDOW)
    save(counter, key, 1, actor=clerk)
    return key


def save(counter: Counter, key: UUID, revision: int, name: str = "张示例", actor: Actor | None = None) -> int:
    """The draft is saved with that name; the new revision is given back."""
    return case_services.save_draft(
        actor=actor or counter.clerk,
        key=key,
        revision=revision,
        form={"name": name, "identity_no": identity.identity_no(7)},
        party=cases.party_of(counter.desk.applicant),
        materials_at_window=("M1", "M2"),
    )


def take_in(counter: Counter, key: UUID) -> str:
    """The draft is a case with its receipt; its number is given back."""
    case_no = case_services.submit_draft(actor=counter.clerk, key=key).case_no
    return case_services.receive_case(actor=counter.clerk, case_no=case_no).case_no
