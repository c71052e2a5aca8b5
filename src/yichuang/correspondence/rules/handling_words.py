"""The words of notices about what goes off the straight road."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.correspondence.rules.kinds import NoticeKind
from yichuang.correspondence.rules.templates import Words

HANDLING_WORDS: Mapping[NoticeKind, Words] = MappingProxyType(
    {
        NoticeKind.NOT_REQUIRED: Words(
            gettext_noop("No application is needed for what you want to do"),
            gettext_noop(
                "“{item}”, case {case_no}: the written notice on the page of the case gives the reason. The case is closed."
            ),
            gettext_noop("{centre}: for your application {case_no} no permit is needed. The reason: {address}"),
        ),
        NoticeKind.DEEMED_ACCEPTED: Words(
            gettext_noop("Your application counts as accepted"),
            gettext_noop(
                "“{item}”, case {case_no}: you were told nothing in time, so it counts as accepted since the day it arrived. The decision is due by {due_on}."
            ),
            gettext_noop("{centre}: your application {case_no} counts as accepted; the decision is due by {due_on}."),
        ),
        NoticeKind.TO_FOLLOW: Words(
            gettext_noop("Your application was accepted; bring the rest by {due_on}"),
            gettext_noop(
                "“{item}”, case {case_no}: bring what you promised to bring later by {due_on}, online or to the window. Open the case to see what it is."
            ),
            gettext_noop(
                "{centre}: your application {case_no} was accepted. Bring the materials that you promised by {due_on}. See {address}"
            ),
        ),
        NoticeKind.COMMITTED: Words(
            gettext_noop("Your application was granted on your commitment"),
            gettext_noop(
                "“{item}”, case {case_no}: the decision is on the page of the case. Whether you meet what you declared is checked by {due_on}."
            ),
            gettext_noop("{centre}: a decision on your application {case_no} was made. See {address}"),
        ),
        NoticeKind.STOPPED: Words(
            gettext_noop("Your application needs a special procedure"),
            gettext_noop(
                "“{item}”, case {case_no}: the written notice says what it is. It is expected to be over by {due_on}."
            ),
            gettext_noop("{centre}: a special procedure began for your application {case_no}. See {address}"),
        ),
        NoticeKind.RESUMED: Words(
            gettext_noop("The special procedure is over"),
            gettext_noop("“{item}”, case {case_no}: the department goes on examining your application."),
            gettext_noop("{centre}: the special procedure for your application {case_no} is over."),
        ),
        NoticeKind.HEARING_SET: Words(
            gettext_noop("Your hearing is on {due_on}"),
            gettext_noop("“{item}”, case {case_no}: time and place are in the written notice on the page of the case."),
            gettext_noop("{centre}: the hearing about your application {case_no} is on {due_on}. See {address}"),
        ),
        NoticeKind.EXTENDED: Words(
            gettext_noop("The time for the decision was extended to {due_on}"),
            gettext_noop("“{item}”, case {case_no}: the reasons are in the written notice on the page of the case."),
            gettext_noop(
                "{centre}: the decision on your application {case_no} is now due by {due_on}. The reasons: {address}"
            ),
        ),
        NoticeKind.HEARING_OFFERED: Words(
            gettext_noop("You may ask for a hearing until {due_on}"),
            gettext_noop(
                "“{item}”, case {case_no}: open the case to see what it would be about, and ask for it there or at the window."
            ),
            gettext_noop(
                "{centre}: you may ask for a hearing about your application {case_no} until {due_on}. See {address}"
            ),
        ),
        NoticeKind.SENT_UP: Words(
            gettext_noop("Your application is with the higher body"),
            gettext_noop(
                "“{item}”, case {case_no}: it was examined here and sent with all materials to the body that decides. Its answer is expected by {due_on}."
            ),
            gettext_noop("{centre}: your application {case_no} was sent to the higher body that decides."),
        ),
        NoticeKind.BROUGHT_BACK: Words(
            gettext_noop("The higher body has answered"),
            gettext_noop("“{item}”, case {case_no}: the department now makes the decision and tells you."),
            gettext_noop("{centre}: the higher body has answered on your application {case_no}."),
        ),
        NoticeKind.WITHDRAWN: Words(
            gettext_noop("Your application was withdrawn"),
            gettext_noop("“{item}”, case {case_no}: the case is closed. You may apply again at any time."),
            gettext_noop("{centre}: your application {case_no} was withdrawn."),
        ),
        NoticeKind.TERMINATED: Words(
            gettext_noop("Your case was closed without a decision"),
            gettext_noop(
                "“{item}”, case {case_no}: the reasons, and what you can do, are in the written notice on the page of the case."
            ),
            gettext_noop("{centre}: your case {case_no} was closed without a decision. The reasons: {address}"),
        ),
        NoticeKind.LAPSED: Words(
            gettext_noop("Your case was closed because nothing came in time"),
            gettext_noop(
                "“{item}”, case {case_no}: what was to come by {due_on} did not come. The written notice says what follows; you may apply again."
            ),
            gettext_noop("{centre}: your case {case_no} was closed because nothing came by {due_on}. See {address}"),
        ),
        NoticeKind.VERIFIED: Words(
            gettext_noop("Your commitment was checked and found true"),
            gettext_noop("“{item}”, case {case_no}: what was granted on it stands."),
            gettext_noop("{centre}: your commitment in case {case_no} was checked and found true."),
        ),
        NoticeKind.BROKEN: Words(
            gettext_noop("Your commitment was found untrue"),
            gettext_noop(
                "“{item}”, case {case_no}: what was granted on it is to be revoked. Open the case, and write to the department if you disagree."
            ),
            gettext_noop("{centre}: your commitment in case {case_no} was found untrue. See {address}"),
        ),
        NoticeKind.DEEMED_RENEWED: Words(
            gettext_noop("Your renewal counts as granted"),
            gettext_noop(
                "“{item}”, case {case_no}: nothing was decided before what you hold expired, so it counts as renewed. The decision is on the page of the case."
            ),
            gettext_noop("{centre}: your renewal {case_no} counts as granted. See {address}"),
        ),
        NoticeKind.REVOKED: Words(
            gettext_noop("What was granted to you was revoked"),
            gettext_noop(
                "“{item}”, case {case_no}: the reasons, and how to object, are in the decision on the page of the case. It must not be used any more."
            ),
            gettext_noop("{centre}: what was granted by case {case_no} was revoked. See {address}"),
        ),
        NoticeKind.RECALLED: Words(
            gettext_noop("What was granted to you was recalled"),
            gettext_noop(
                "“{item}”, case {case_no}: the reasons, and how to object or ask for compensation, are in the decision on the page of the case."
            ),
            gettext_noop("{centre}: what was granted by case {case_no} was recalled. See {address}"),
        ),
        NoticeKind.CANCELLED: Words(
            gettext_noop("What was granted to you is no longer valid"),
            gettext_noop(
                "“{item}”, case {case_no}: its registration was cancelled. The reasons are in the decision on the page of the case."
            ),
            gettext_noop(
                "{centre}: the registration of what was granted by case {case_no} was cancelled. See {address}"
            ),
        ),
        NoticeKind.SUPPLIED: Words(
            gettext_noop("Materials that were to follow have come in"),
            gettext_noop("“{item}”, case {case_no}: please look at them."),
            gettext_noop("{centre}: materials of case {case_no} that were to follow have come in."),
        ),
        NoticeKind.HEARING_ASKED: Words(
            gettext_noop("A hearing was asked for"),
            gettext_noop("“{item}”, case {case_no}: set its day and place."),
            gettext_noop("{centre}: a hearing was asked for in case {case_no}."),
        ),
        NoticeKind.TAKEN_BACK: Words(
            gettext_noop("The applicant has withdrawn the application"),
            gettext_noop("“{item}”, case {case_no}: the case is closed."),
            gettext_noop("{centre}: the application {case_no} was withdrawn."),
        ),
    }
)
