"""Who acts, in which posts, with which rights."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yichuang.core.errors import ForbiddenError, gettext_noop
from yichuang.core.rights import Right


class ActorKind(StrEnum):
    """Whose hand it is."""

    ANONYMOUS = "anonymous"
    APPLICANT = "applicant"
    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


class Scope(StrEnum):
    """How far the rights of a post reach."""

    ORGANISATION = "organisation"
    CENTRE = "centre"


class SignInRequiredError(ForbiddenError):
    """Nobody is signed in."""

    code = "core.sign_in_required"
    text = gettext_noop("Please sign in first.")


class RightMissingError(ForbiddenError):
    """No post that the actor holds today gives the right there."""

    code = "core.right_missing"
    text = gettext_noop("None of the posts you hold today allows this: {right}.")


class OnLeaveError(ForbiddenError):
    """The actor's posts give no rights on days of leave."""

    code = "core.on_leave"
    text = gettext_noop("You are on leave until {day}; the rights of your posts rest until then.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of authority (授权书): what somebody in a post may do in the agency's name, from a first to a last day.

    `item_codes` None: every item; `most_cents` None: any amount.
    """

    letter_id: int
    number: str
    rights: frozenset[str]
    item_codes: frozenset[str] | None
    most_cents: int | None
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post held on the day of the act and what it allows.

    `needs_letter`: some of its rights hold by a letter of authority only; `letters` are those of the person in this post that
    were not withdrawn, expired and coming ones too, newest first.
    """

    post_id: int
    title: str
    organisation_id: int
    organisation_name: str
    window_id: int | None
    scope: Scope
    rights: frozenset[str]
    is_stand_in: bool = False
    needs_letter: bool = False
    letters: tuple[Letter, ...] = ()

    @property
    def recorded_title(self) -> str:
        """The title as ledger and papers write it (100 characters at most): a stand-in signs as such."""
        return f"{self.title[:97]}（代）" if self.is_stand_in else self.title

    def reaches(self, organisation_id: int | None) -> bool:
        """Whether the post's rights hold for that organisation (None: for any at all)."""
        return organisation_id is None or self.scope is Scope.CENTRE or self.organisation_id == organisation_id


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom an agent acts for today, by a mandate. `item_codes` None: in every matter. Law: CIV 161, 162, 165."""

    account_id: int
    name: str
    mandate_id: int
    item_codes: frozenset[str] | None = None

    def covers(self, item_code: str) -> bool:
        """Whether the mandate is for that service item."""
        return self.item_codes is None or item_code in self.item_codes


@dataclass(frozen=True, slots=True)
class ClientGrant:
    """What another system may do here; `organisation_id` None: for every organisation."""

    client_id: int
    rights: frozenset[str]
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, another system or this system at the moment of an act. A client has a grant instead of posts.

    `staff_id`: the member of staff, None for everybody else. Who is on leave, to the day `on_leave_to`, has no posts.
    """

    account_id: int | None
    name: str
    kind: ActorKind
    posts: tuple[PostHeld, ...] = field(default=())
    acting_for: Principal | None = None
    client: ClientGrant | None = None
    staff_id: int | None = None
    on_leave_to: date | None = None

    @property
    def owner_id(self) -> int | None:
        """The account that owns what this actor starts: the principal's when acting for somebody."""
        return self.acting_for.account_id if self.acting_for else self.account_id

    def post_for(self, right: Right, organisation_id: int | None = None) -> PostHeld | None:
        """The post that allows it there: of the organisation itself before the centre's, one's own before a stand-in's.

        Among equals one that allows it without a letter of authority.
        """
        able = [post for post in self.posts if right in post.rights and post.reaches(organisation_id)]
        return min(
            able,
            key=lambda post: (post.organisation_id != organisation_id, post.is_stand_in, post.needs_letter),
            default=None,
        )

    def may(self, right: Right, organisation_id: int | None = None) -> bool:
        """Whether the actor holds the right there today."""
        if self.client is not None:
            reaches = organisation_id is None or self.client.organisation_id in {None, organisation_id}
            return right in self.client.rights and reaches
        return self.kind is ActorKind.SYSTEM or self.post_for(right, organisation_id) is not None

    def require(self, right: Right, organisation_id: int | None = None) -> PostHeld | None:
        """The post that allows it, None for the system itself and for other systems.

        Raises:
            SignInRequiredError: nobody is signed in.
            RightMissingError: no post held today gives the right there.
            OnLeaveError: the posts rest because the actor is on leave.
        """
        if self.kind is ActorKind.SYSTEM:
            return None
        if self.kind is ActorKind.ANONYMOUS:
            raise SignInRequiredError
        if self.client is not None and self.may(right, organisation_id):
            return None
        post = self.post_for(right, organisation_id)
        if post is None:
            raise self.lacking(right)
        return post

    def lacking(self, right: object) -> ForbiddenError:
        """What to tell an actor who has no post for the right (or for none of several)."""
        return OnLeaveError(day=self.on_leave_to) if self.on_leave_to else RightMissingError(right=right)

    def organisations_for(self, right: Right) -> frozenset[int] | None:
        """Ids of the organisations where the right is held; None means everywhere."""
        if self.kind is ActorKind.SYSTEM:
            return None
        if self.client is not None and right in self.client.rights:
            return None if self.client.organisation_id is None else frozenset({self.client.organisation_id})
        able = [post for post in self.posts if right in post.rights]
        if any(post.scope is Scope.CENTRE for post in able):
            return None
        return frozenset(post.organisation_id for post in able)


SYSTEM = Actor(account_id=None, name="system", kind=ActorKind.SYSTEM)
ANONYMOUS = Actor(account_id=None, name="", kind=ActorKind.ANONYMOUS)
