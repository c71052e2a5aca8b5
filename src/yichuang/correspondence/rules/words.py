"""The words of notices and messages: templates that are filled and translated when somebody reads them.

Placeholders: case_no, item, due_on (a date), organisation, number, title, tracking_no, place, centre, address; of a signal
also light, matter (sources of translations, see SOURCES) and about.
"""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.correspondence.rules.handling_words import HANDLING_WORDS
from yichuang.correspondence.rules.kinds import NoticeKind
from yichuang.correspondence.rules.templates import Words

WORDS: Mapping[NoticeKind, Words] = MappingProxyType(
    {
        **HANDLING_WORDS,
        NoticeKind.RECEIVED: Words(
            gettext_noop("Your application was received"),
            gettext_noop("“{item}”, case {case_no}: the department has your application and is checking it."),
            gettext_noop("{centre}: your application {case_no} was received."),
        ),
        NoticeKind.CORRECTION_REQUESTED: Words(
            gettext_noop("Please correct your application by {due_on}"),
            gettext_noop(
                "“{item}”, case {case_no}: something is missing or not right. Open the case to see everything that is needed."
            ),
            gettext_noop("{centre}: please correct your application {case_no} by {due_on}. See {address}"),
        ),
        NoticeKind.ACCEPTED: Words(
            gettext_noop("Your application was accepted"),
            gettext_noop("“{item}”, case {case_no}: the decision is due by {due_on}."),
            gettext_noop("{centre}: your application {case_no} was accepted; the decision is due by {due_on}."),
        ),
        NoticeKind.REFUSED: Words(
            gettext_noop("Your application was not accepted"),
            gettext_noop(
                "“{item}”, case {case_no}: the reasons, and what you can do, are in the written notice on the page of the case."
            ),
            gettext_noop("{centre}: your application {case_no} was not accepted. The reasons: {address}"),
        ),
        NoticeKind.GRANTED: Words(
            gettext_noop("Your application was granted"),
            gettext_noop("“{item}”, case {case_no}: the decision is on the page of the case."),
            gettext_noop("{centre}: a decision on your application {case_no} was made. See {address}"),
        ),
        NoticeKind.DENIED: Words(
            gettext_noop("Your application was denied"),
            gettext_noop(
                "“{item}”, case {case_no}: the reasons, and how to object, are in the decision on the page of the case."
            ),
            gettext_noop("{centre}: a decision on your application {case_no} was made. See {address}"),
        ),
        NoticeKind.READY: Words(
            gettext_noop("Your result is ready"),
            gettext_noop("“{item}”, case {case_no}: the page of the case says how you get it."),
            gettext_noop("{centre}: the result of your application {case_no} is ready. See {address}"),
        ),
        NoticeKind.DELIVERED: Words(
            gettext_noop("Your result was delivered"),
            gettext_noop("“{item}”, case {case_no}: the matter is settled. You can rate how it was handled."),
            gettext_noop("{centre}: the result of your application {case_no} was delivered."),
        ),
        NoticeKind.POSTED: Words(
            gettext_noop("Your result was sent by post"),
            gettext_noop("“{item}”, case {case_no}: it is on its way to you, post number {tracking_no}."),
            gettext_noop("{centre}: the result of your application {case_no} was sent by post, number {tracking_no}."),
        ),
        NoticeKind.IN_LOCKER: Words(
            gettext_noop("Your result is in the collection locker"),
            gettext_noop("“{item}”, case {case_no}: please fetch it, locker {place}."),
            gettext_noop(
                "{centre}: the result of your application {case_no} is in the collection locker {place}. Please fetch it."
            ),
        ),
        NoticeKind.MESSAGE: Words(
            gettext_noop("The department has written to you"),
            gettext_noop("“{item}”, case {case_no}: read and answer the message on the page of the case."),
            gettext_noop("{centre}: there is a message about your application {case_no}. See {address}"),
        ),
        NoticeKind.ANSWERED: Words(
            gettext_noop("Your question was answered"),
            gettext_noop("Question {number}: {organisation} has answered."),
            gettext_noop("{centre}: your question {number} was answered. See {address}"),
        ),
        NoticeKind.HANDED_OVER: Words(
            gettext_noop("A case was handed to you"),
            gettext_noop("“{item}”, case {case_no}."),
            gettext_noop("{centre}: the case {case_no} was handed to you."),
        ),
        NoticeKind.CORRECTED: Words(
            gettext_noop("Corrections have come in"),
            gettext_noop("“{item}”, case {case_no}: please check them by {due_on}."),
            gettext_noop("{centre}: corrections of case {case_no} have come in."),
        ),
        NoticeKind.WRITTEN: Words(
            gettext_noop("An applicant has written to you"),
            gettext_noop("“{item}”, case {case_no}: a message waits for an answer."),
            gettext_noop("{centre}: there is a new message about case {case_no}."),
        ),
        NoticeKind.SIGNAL: Words(
            gettext_noop("Signal of supervision: {matter}"),
            gettext_noop("{light}, {about}. Please explain it, put it right or appeal by {due_on}."),
            gettext_noop("{centre}: there is a new signal of supervision. See {address}"),
        ),
    }
)
WITHOUT_DATE: Mapping[NoticeKind, str] = MappingProxyType(
    {
        NoticeKind.ACCEPTED: gettext_noop("“{item}”, case {case_no}: the department is now examining it."),
        NoticeKind.DEEMED_ACCEPTED: gettext_noop(
            "“{item}”, case {case_no}: you were told nothing in time, so it counts as accepted since the day it arrived."
        ),
        NoticeKind.SIGNAL: gettext_noop("{light}, {about}. Please see to it in time."),
    }
)
"""The texts where no day is set: of an acceptance whose item has no limit, of a reminder that nobody need answer."""
SOURCES = ("light", "matter")
"""Placeholders that are filled with a source of translations, so that each reader has them in his language."""
