"""The one place for rights: what can be allowed, and which role allows it.

A right is held only through a post: the post has a role, the role has rights, and the post's organisation bounds them
(posts of the centre's own authority reach every organisation of the centre).
"""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class Right(Labelled):
    """Everything that a post may allow. Labels are shown to the public."""

    VIEW_CASES = "cases.view", gettext_noop("See the cases of the organisation")
    UNMASK_PERSON = "cases.unmask", gettext_noop("See personal data unmasked (each look is recorded)")
    RECEIVE = "cases.receive", gettext_noop("Take in applications and give receipts")
    REQUEST_CORRECTION = "cases.request_correction", gettext_noop("Tell an applicant what is missing")
    ACCEPT = "cases.accept", gettext_noop("Accept an application")
    REFUSE = "cases.refuse", gettext_noop("Refuse to accept an application, in writing")
    DECIDE_INSTANT = "cases.decide_instant", gettext_noop("Decide on-the-spot items")
    REVIEW = "cases.review", gettext_noop("Review and give an opinion")
    STOP_CLOCK = "cases.stop_clock", gettext_noop("Begin a special procedure that stops the clock")
    DECIDE = "cases.decide", gettext_noop("Grant or deny")
    EXTEND = "cases.extend", gettext_noop("Extend the time for a decision")
    TERMINATE = "cases.terminate", gettext_noop("Terminate a case that cannot go on")
    REVOKE = "cases.revoke", gettext_noop("Revoke, recall or cancel what was granted")
    ISSUE = "cases.issue", gettext_noop("Issue the result")
    DELIVER = "cases.deliver", gettext_noop("Hand over the result")
    HAND_OVER = "cases.hand_over", gettext_noop("Hand cases over to colleagues")
    KEEP_TEXTS = "cases.keep_texts", gettext_noop("Keep standard texts")
    FILE_FOR_OTHERS = "cases.file_for_others", gettext_noop("File applications on behalf of applicants")
    ARCHIVE = "cases.archive", gettext_noop("Put a closed case into the archive")
    VERIFY_LEDGER = "cases.verify_ledger", gettext_noop("Check that no ledger row was altered")
    ANSWER = "correspondence.answer", gettext_noop("Answer questions and messages")
    PUBLISH_ANSWERS = "correspondence.publish", gettext_noop("Publish questions with their answers")
    EDIT_ITEMS = "catalogue.edit", gettext_noop("Write drafts of service items")
    REVIEW_ITEMS_DEPARTMENT = "catalogue.review_department", gettext_noop("Review items for the department")
    REVIEW_ITEMS_LEGAL = "catalogue.review_legal", gettext_noop("Review the legality of items")
    REVIEW_ITEMS_CENTRE = "catalogue.review_centre", gettext_noop("Review items for the centre")
    PUBLISH_ITEMS = "catalogue.publish", gettext_noop("Publish, suspend and cancel items")
    MANAGE_ORGANISATIONS = "organisations.manage", gettext_noop("Keep organisations, windows and posts")
    KEEP_LETTERS = "organisations.keep_letters", gettext_noop("Keep letters of authority")
    MANAGE_ACCOUNTS = "identity.manage", gettext_noop("Keep accounts")
    MANAGE_CALENDARS = "deadlines.manage", gettext_noop("Keep working-day calendars")
    KEEP_SEALS = "seals.keep", gettext_noop("Keep the register of seals")
    SUPERVISE = "supervision.supervise", gettext_noop("Judge signals, give cards, order remedies and inquire")
    ANSWER_SIGNALS = "supervision.answer", gettext_noop("Explain, correct and appeal signals about the organisation")
    MANAGE_CLIENTS = "exchange.manage", gettext_noop("Keep the keys of other systems")


CATALOGUE_RIGHTS = (
    Right.EDIT_ITEMS,
    Right.REVIEW_ITEMS_DEPARTMENT,
    Right.REVIEW_ITEMS_LEGAL,
    Right.REVIEW_ITEMS_CENTRE,
    Right.PUBLISH_ITEMS,
)
"""With any of these somebody works on service items, and reads versions that are not published."""


class Role(Labelled):
    """What a post is for."""

    WINDOW_CLERK = "window_clerk", gettext_noop("Window clerk")
    REVIEWER = "reviewer", gettext_noop("Reviewer")
    APPROVING_OFFICIAL = "approving_official", gettext_noop("Approving official")
    CHIEF_REPRESENTATIVE = "chief_representative", gettext_noop("Chief representative")
    AGENCY_HEAD = "agency_head", gettext_noop("Head of the agency")
    CATALOGUE_EDITOR = "catalogue_editor", gettext_noop("Catalogue editor")
    LEGAL_REVIEWER = "legal_reviewer", gettext_noop("Legal reviewer")
    CENTRE_MANAGER = "centre_manager", gettext_noop("Centre manager")
    RECORDS_CLERK = "records_clerk", gettext_noop("Records clerk")
    SUPERVISOR = "supervisor", gettext_noop("Supervisor")
    SYSTEM_ADMINISTRATOR = "system_administrator", gettext_noop("System administrator")


LETTER_RIGHTS = (
    Right.ACCEPT,
    Right.REFUSE,
    Right.STOP_CLOCK,
    Right.DECIDE,
    Right.DECIDE_INSTANT,
    Right.TERMINATE,
    Right.ISSUE,
)
"""What a chief representative may do by a letter of authority only."""

ROLE_RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.WINDOW_CLERK: frozenset(
            {
                Right.VIEW_CASES,
                Right.UNMASK_PERSON,
                Right.RECEIVE,
                Right.REQUEST_CORRECTION,
                Right.ACCEPT,
                Right.REFUSE,
                Right.DECIDE_INSTANT,
                Right.ISSUE,
                Right.DELIVER,
                Right.HAND_OVER,
                Right.ANSWER,
            }
        ),
        Role.REVIEWER: frozenset({Right.VIEW_CASES, Right.UNMASK_PERSON, Right.REVIEW, Right.HAND_OVER, Right.ANSWER}),
        Role.APPROVING_OFFICIAL: frozenset(
            {
                Right.VIEW_CASES,
                Right.ANSWER_SIGNALS,
                Right.UNMASK_PERSON,
                Right.STOP_CLOCK,
                Right.DECIDE,
                Right.TERMINATE,
                Right.ISSUE,
                Right.HAND_OVER,
                Right.ANSWER,
                Right.KEEP_TEXTS,
                Right.REVIEW_ITEMS_DEPARTMENT,
            }
        ),
        Role.CHIEF_REPRESENTATIVE: frozenset(
            {
                Right.VIEW_CASES,
                Right.ANSWER_SIGNALS,
                Right.UNMASK_PERSON,
                Right.ACCEPT,
                Right.REFUSE,
                Right.STOP_CLOCK,
                Right.DECIDE,
                Right.DECIDE_INSTANT,
                Right.TERMINATE,
                Right.ISSUE,
                Right.HAND_OVER,
                Right.ANSWER,
                Right.KEEP_TEXTS,
            }
        ),
        Role.AGENCY_HEAD: frozenset(
            {
                Right.VIEW_CASES,
                Right.ANSWER_SIGNALS,
                Right.UNMASK_PERSON,
                Right.STOP_CLOCK,
                Right.DECIDE,
                Right.EXTEND,
                Right.TERMINATE,
                Right.REVOKE,
                Right.HAND_OVER,
                Right.REVIEW_ITEMS_DEPARTMENT,
            }
        ),
        Role.CATALOGUE_EDITOR: frozenset({Right.EDIT_ITEMS}),
        Role.LEGAL_REVIEWER: frozenset({Right.REVIEW_ITEMS_LEGAL}),
        Role.CENTRE_MANAGER: frozenset(
            {
                Right.VIEW_CASES,
                Right.EDIT_ITEMS,
                Right.REVIEW_ITEMS_CENTRE,
                Right.PUBLISH_ITEMS,
                Right.MANAGE_ORGANISATIONS,
                Right.KEEP_LETTERS,
                Right.MANAGE_ACCOUNTS,
                Right.MANAGE_CALENDARS,
                Right.KEEP_SEALS,
                Right.HAND_OVER,
                Right.KEEP_TEXTS,
                Right.ANSWER,
                Right.PUBLISH_ANSWERS,
            }
        ),
        Role.RECORDS_CLERK: frozenset({Right.VIEW_CASES, Right.ARCHIVE}),
        Role.SUPERVISOR: frozenset({Right.VIEW_CASES, Right.VERIFY_LEDGER, Right.SUPERVISE}),
        Role.SYSTEM_ADMINISTRATOR: frozenset({Right.MANAGE_ACCOUNTS, Right.MANAGE_CLIENTS}),
    }
)
