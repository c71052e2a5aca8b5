"""The one table of what is done at the desk: for each act its form, who does it, what it brings about and how it stands there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseView
from yichuang.cases.rules import Act
from yichuang.core.errors import gettext_noop
from yichuang.documents.rules import PaperKind
from yichuang.staffdesk.forms.base import ActForm, ReasonedForm
from yichuang.staffdesk.forms.cases import NotRequiredForm, PlainActForm, ReviewForm
from yichuang.staffdesk.forms.outcomes import RecuseForm, VerifyForm, WithdrawForm
from yichuang.staffdesk.forms.procedures import (
    AcknowledgeForm,
    AskHearingForm,
    BringBackForm,
    SendUpForm,
    TellHearingForm,
)
from yichuang.staffdesk.services import at_window
from yichuang.staffdesk.views import act_forms
from yichuang.staffdesk.views.act_forms import Asked
from yichuang.staffdesk.views.shown import term_text


@dataclass(frozen=True, slots=True)
class DeskAct:
    """How an act stands at the desk.

    `form` makes its form, and `service` does it with what the form gives. `told` says what it brings about, with `{limit}` for
    the limit of the decision. `paper` is read before it is sealed. `template` draws the form in its own way; it stands on a page
    of its own where `opens` says what the button that leads there says. `is_rare`: it stands folded away with the others of its kind.
    """

    form: Callable[[Asked], ActForm]
    service: Callable[..., services.ActDone]
    told: str = ""
    kind: str = "primary"
    paper: PaperKind | None = None
    template: str = ""
    has_texts: bool = False
    opens: str = ""
    is_rare: bool = False

    def said(self, view: CaseView) -> str:
        """What it brings about, in the reader's language."""
        content = view.version.content
        limit = term_text(content.promised_limit or content.statutory_limit) or "–"
        return gettext(self.told).format(limit=limit) if self.told else ""


def _plain(form: type[ActForm]) -> Callable[[Asked], ActForm]:
    return lambda asked: form(**asked.sent)


def _with_texts(form: type[ActForm]) -> Callable[[Asked], ActForm]:
    return lambda asked: form(**asked.sent, texts=asked.texts)


def _end(paper: PaperKind) -> DeskAct:
    told = gettext_noop("What was granted ends with this decision. The case itself and its papers stay as they are.")
    return DeskAct(act_forms.ground_form, services.end_grant, told, "danger", paper, is_rare=True)


DESK_ACTS: Mapping[Act, DeskAct] = MappingProxyType(
    {
        Act.RECEIVE: DeskAct(
            _plain(PlainActForm),
            services.receive_case,
            gettext_noop(
                "The receipt is issued. Everything missing must be told within five working days of the day on which the application came in."
            ),
        ),
        Act.ACCEPT: DeskAct(
            act_forms.accept_form,
            services.accept_case,
            gettext_noop("The notice of acceptance is issued, and the limit runs: {limit}."),
            paper=PaperKind.ACCEPTANCE,
        ),
        Act.SUPPLY: DeskAct(
            act_forms.supply_form,
            at_window(services.supply_deferred),
            gettext_noop("What the applicant promised to bring later is here."),
            template="staffdesk/parts/supply_fields.html",
        ),
        Act.REVIEW: DeskAct(_with_texts(ReviewForm), services.review_case, has_texts=True),
        Act.RESUME: DeskAct(
            act_forms.resume_form,
            services.end_procedure,
            gettext_noop("The result stands in the ledger, and the clocks run on from tomorrow."),
        ),
        Act.SEND_UP: DeskAct(
            _plain(SendUpForm),
            services.send_up,
            gettext_noop(
                "Everything that was handed in goes up with the opinion; the list of it is issued. Nothing may be asked for again."
            ),
            paper=PaperKind.TRANSFER,
        ),
        Act.BRING_BACK: DeskAct(
            _plain(BringBackForm),
            services.bring_back,
            gettext_noop("The clocks run on, and the decision here follows the answer."),
        ),
        Act.ACKNOWLEDGE: DeskAct(_plain(AcknowledgeForm), services.acknowledge, kind="secondary"),
        Act.GRANT: DeskAct(act_forms.grant_form, services.decide_case, paper=PaperKind.DECISION_GRANTED),
        Act.ISSUE: DeskAct(_plain(PlainActForm), services.issue_result),
        Act.DELIVER: DeskAct(
            act_forms.deliver_form,
            services.deliver_result,
            paper=PaperKind.DELIVERY_RECEIPT,
            template="staffdesk/parts/deliver_fields.html",
        ),
        Act.VERIFY: DeskAct(
            _plain(VerifyForm),
            services.verify_commitment,
            gettext_noop(
                "What the check found stands in the ledger. If the commitment is not kept, revoke what was granted."
            ),
        ),
        Act.ARCHIVE: DeskAct(_plain(PlainActForm), services.archive_case),
        Act.CORRECT: DeskAct(
            act_forms.correct_form,
            at_window(services.correct_case),
            gettext_noop("Fill in only what the applicant corrects; what is left empty stays as it was."),
            template="staffdesk/parts/correct_fields.html",
        ),
        Act.COMMIT: DeskAct(
            act_forms.commit_form,
            services.grant_on_commitment,
            gettext_noop("Accepted and granted on the spot on the applicant's word, which is checked afterwards."),
            paper=PaperKind.DECISION_GRANTED,
            template="staffdesk/parts/commit_fields.html",
        ),
        Act.REQUEST_CORRECTION: DeskAct(
            act_forms.notice_form,
            services.request_correction,
            gettext_noop(
                "The law allows one notice, so it must list everything. Fill in only the lines where something is wrong."
            ),
            "secondary",
            PaperKind.ONE_TIME_NOTICE,
            "staffdesk/parts/missing_lines.html",
            has_texts=True,
            opens=gettext_noop("List what is missing"),
        ),
        Act.REFUSE: DeskAct(
            act_forms.refuse_form,
            services.refuse_case,
            kind="danger",
            paper=PaperKind.REFUSAL,
            template="staffdesk/parts/refuse_fields.html",
            has_texts=True,
        ),
        Act.DENY: DeskAct(
            act_forms.deny_form, services.decide_case, kind="danger", paper=PaperKind.DECISION_DENIED, has_texts=True
        ),
        Act.STOP: DeskAct(
            act_forms.stop_form,
            services.begin_procedure,
            gettext_noop(
                "The applicant is told in writing until when it is expected to take, and whether that time is counted."
            ),
            "secondary",
            PaperKind.SPECIAL_PROCEDURE,
            "staffdesk/parts/stop_fields.html",
            opens=gettext_noop("Say which, why and until when"),
            is_rare=True,
        ),
        Act.EXTEND: DeskAct(
            _plain(ReasonedForm),
            services.extend_limit,
            gettext_noop("Once only, before the limit ends; the applicant is told the reasons in writing."),
            "secondary",
            PaperKind.EXTENSION,
            is_rare=True,
        ),
        Act.FIX: DeskAct(
            act_forms.fix_form,
            at_window(services.fix_case),
            gettext_noop(
                "What can be put right at once is put right here, without a notice. Fill in only what changes."
            ),
            "secondary",
            template="staffdesk/parts/correct_fields.html",
            opens=gettext_noop("Put answers or materials right"),
            is_rare=True,
        ),
        Act.TELL_HEARING: DeskAct(
            _plain(TellHearingForm),
            services.tell_hearing,
            gettext_noop("The decision waits until the applicant's days to ask for a hearing are over."),
            "secondary",
            PaperKind.HEARING_RIGHT,
            is_rare=True,
        ),
        Act.ASK_HEARING: DeskAct(
            _plain(AskHearingForm),
            services.ask_hearing,
            gettext_noop("Where the applicant asks at the window. The decision waits for the hearing."),
            "secondary",
            is_rare=True,
        ),
        Act.NOT_REQUIRED: DeskAct(
            _with_texts(NotRequiredForm),
            services.tell_not_required,
            gettext_noop("The applicant is told at once that he needs no permit, and the case is closed."),
            "danger",
            PaperKind.REFUSAL,
            has_texts=True,
            is_rare=True,
        ),
        Act.WITHDRAW: DeskAct(
            _plain(WithdrawForm),
            services.withdraw_case,
            gettext_noop("Where the applicant withdraws at the window. Nothing is decided, and he may apply again."),
            "danger",
            PaperKind.CLOSURE,
            is_rare=True,
        ),
        Act.TERMINATE: DeskAct(
            act_forms.ground_form,
            services.terminate_case,
            gettext_noop(
                "The case cannot go on and is closed. The applicant gets ground, reasons and remedies in writing."
            ),
            "danger",
            PaperKind.CLOSURE,
            is_rare=True,
        ),
        Act.REVOKE: _end(PaperKind.REVOCATION),
        Act.RECALL: _end(PaperKind.RECALL),
        Act.CANCEL: _end(PaperKind.CANCELLATION),
        Act.RECUSE: DeskAct(
            _plain(RecuseForm),
            services.recuse,
            gettext_noop("You take no further part in this case, and it leaves your hands."),
            "secondary",
            is_rare=True,
        ),
    }
)
"""In the order in which they stand on the page."""
