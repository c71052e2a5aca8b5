"""The life of a version: which act leads from which state to which, and what each state allows.

Law: OBE 40 (a cancelled item may not go on in any form); review by department, legal office and centre before publication.
"""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.catalogue.errors import ActNotPossibleError
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right


class VersionState(Labelled):
    """Where a version stands."""

    DRAFT = "draft", gettext_noop("Draft")
    DEPARTMENT_REVIEW = "department_review", gettext_noop("In review by the department")
    LEGAL_REVIEW = "legal_review", gettext_noop("In review by the legal office")
    CENTRE_REVIEW = "centre_review", gettext_noop("In review by the centre")
    APPROVED = "approved", gettext_noop("Approved, not yet published")
    PUBLISHED = "published", gettext_noop("Published")
    SUSPENDED = "suspended", gettext_noop("Suspended")
    SUPERSEDED = "superseded", gettext_noop("Replaced by a newer version")
    CANCELLED = "cancelled", gettext_noop("Cancelled")
    DISCARDED = "discarded", gettext_noop("Discarded")


class Act(Labelled):
    """What can be done with a version."""

    START = "start", gettext_noop("Start a draft")
    SAVE = "save", gettext_noop("Save the draft")
    SUBMIT = "submit", gettext_noop("Submit for review")
    PASS_DEPARTMENT = "pass_department", gettext_noop("Pass the department's review")
    PASS_LEGAL = "pass_legal", gettext_noop("Pass the legal review")
    PASS_CENTRE = "pass_centre", gettext_noop("Pass the centre's review")
    SEND_BACK = "send_back", gettext_noop("Send back to draft")
    PUBLISH = "publish", gettext_noop("Publish")
    SUSPEND = "suspend", gettext_noop("Suspend")
    RESUME = "resume", gettext_noop("Resume")
    CANCEL = "cancel", gettext_noop("Cancel the item")
    SUPERSEDE = "supersede", gettext_noop("Replace by a newer version")
    DISCARD = "discard", gettext_noop("Discard the draft")


TRANSITIONS: Mapping[tuple[VersionState, Act], VersionState] = MappingProxyType(
    {
        (VersionState.DRAFT, Act.SAVE): VersionState.DRAFT,
        (VersionState.DRAFT, Act.SUBMIT): VersionState.DEPARTMENT_REVIEW,
        (VersionState.DRAFT, Act.DISCARD): VersionState.DISCARDED,
        (VersionState.DEPARTMENT_REVIEW, Act.PASS_DEPARTMENT): VersionState.LEGAL_REVIEW,
        (VersionState.DEPARTMENT_REVIEW, Act.SEND_BACK): VersionState.DRAFT,
        (VersionState.LEGAL_REVIEW, Act.PASS_LEGAL): VersionState.CENTRE_REVIEW,
        (VersionState.LEGAL_REVIEW, Act.SEND_BACK): VersionState.DRAFT,
        (VersionState.CENTRE_REVIEW, Act.PASS_CENTRE): VersionState.APPROVED,
        (VersionState.CENTRE_REVIEW, Act.SEND_BACK): VersionState.DRAFT,
        (VersionState.APPROVED, Act.PUBLISH): VersionState.PUBLISHED,
        (VersionState.APPROVED, Act.SEND_BACK): VersionState.DRAFT,
        (VersionState.PUBLISHED, Act.SUSPEND): VersionState.SUSPENDED,
        (VersionState.PUBLISHED, Act.CANCEL): VersionState.CANCELLED,
        (VersionState.PUBLISHED, Act.SUPERSEDE): VersionState.SUPERSEDED,
        (VersionState.SUSPENDED, Act.RESUME): VersionState.PUBLISHED,
        (VersionState.SUSPENDED, Act.CANCEL): VersionState.CANCELLED,
        (VersionState.SUSPENDED, Act.SUPERSEDE): VersionState.SUPERSEDED,
    }
)

RIGHTS: Mapping[Act, Right] = MappingProxyType(
    {
        Act.START: Right.EDIT_ITEMS,
        Act.SAVE: Right.EDIT_ITEMS,
        Act.SUBMIT: Right.EDIT_ITEMS,
        Act.DISCARD: Right.EDIT_ITEMS,
        Act.PASS_DEPARTMENT: Right.REVIEW_ITEMS_DEPARTMENT,
        Act.PASS_LEGAL: Right.REVIEW_ITEMS_LEGAL,
        Act.PASS_CENTRE: Right.REVIEW_ITEMS_CENTRE,
        Act.PUBLISH: Right.PUBLISH_ITEMS,
        Act.SUSPEND: Right.PUBLISH_ITEMS,
        Act.RESUME: Right.PUBLISH_ITEMS,
        Act.CANCEL: Right.PUBLISH_ITEMS,
        Act.SUPERSEDE: Right.PUBLISH_ITEMS,
    }
)

REVIEW_RIGHTS: Mapping[VersionState, Right] = MappingProxyType(
    {
        VersionState.DEPARTMENT_REVIEW: Right.REVIEW_ITEMS_DEPARTMENT,
        VersionState.LEGAL_REVIEW: Right.REVIEW_ITEMS_LEGAL,
        VersionState.CENTRE_REVIEW: Right.REVIEW_ITEMS_CENTRE,
        VersionState.APPROVED: Right.PUBLISH_ITEMS,
    }
)

OPEN_STATES = frozenset({VersionState.DRAFT, *REVIEW_RIGHTS})
CURRENT_STATES = frozenset({VersionState.PUBLISHED, VersionState.SUSPENDED})
FIXED_STATES = CURRENT_STATES | {VersionState.SUPERSEDED, VersionState.CANCELLED}
REASON_NEEDED = frozenset({Act.SEND_BACK, Act.SUSPEND, Act.CANCEL})
SYSTEM_ACTS = frozenset({Act.START, Act.SAVE, Act.SUPERSEDE})


def state_after(state: VersionState, act: Act) -> VersionState:
    """The state that the act leads to.

    Raises:
        ActNotPossibleError: naming the act, the state and what is possible instead.
    """
    after = TRANSITIONS.get((state, act))
    if after is None:
        raise ActNotPossibleError(act=act, state=state, possible=possible_acts(state))
    return after


def possible_acts(state: VersionState) -> tuple[Act, ...]:
    """The acts a person can take in that state, in the order of a version's life."""
    return tuple(act for act in Act if (state, act) in TRANSITIONS and act not in SYSTEM_ACTS)


def right_for(state: VersionState, act: Act) -> Right:
    """The right that the act takes in that state: sending back takes the right of the review it is sent back from."""
    if act is Act.SEND_BACK:
        return REVIEW_RIGHTS.get(state, Right.REVIEW_ITEMS_DEPARTMENT)
    return RIGHTS[act]
