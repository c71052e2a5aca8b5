"""The acts of the console: the form of each, what is said of it, and what is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.console.forms import (
    ActForm,
    AnswerForm,
    HandOverForm,
    InquiryAnswerForm,
    InquiryForm,
    OrderForm,
    ReasonForm,
    RecommendationForm,
    RemarkForm,
    ReturnForm,
)
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.supervision import services
from yichuang.supervision.rules import MeasureKind
from yichuang.supervision.services import Moved, Order

Given = Mapping[str, Any]
Do = Callable[[Actor, int, Given], Moved]


@dataclass(frozen=True, slots=True)
class Deed:
    """An act on a page. `is_grave`: it is read once more before it is done; `kind` is that of its button."""

    title: str
    text: str
    form: type[ActForm]
    do: Do
    kind: str = "primary"
    is_grave: bool = False


def _with_reason(service: Callable[..., Moved]) -> Do:
    def do(actor: Actor, signal_id: int, given: Given) -> Moved:
        return service(actor=actor, signal_id=signal_id, reason=given["reason"], key=str(given["key"]))

    return do


def _issue(kind: MeasureKind) -> Do:
    def do(actor: Actor, signal_id: int, given: Given) -> Moved:
        points = tuple(line.strip() for line in given.get("points", "").splitlines() if line.strip())
        order = Order(
            problem=given["problem"],
            remedy=given.get("remedy", "") or "\n".join(points),
            due_on=given["due_on"],
            person=given.get("person", ""),
            points=points,
        )
        return services.issue_measure(actor=actor, signal_id=signal_id, kind=kind, order=order, key=str(given["key"]))

    return do


def _answer(actor: Actor, measure_id: int, given: Given) -> Moved:
    return services.answer_measure(
        actor=actor,
        measure_id=measure_id,
        text=given["text"],
        remedy=given.get("remedy", ""),
        person=given.get("person", ""),
        key=str(given["key"]),
    )


def _return(actor: Actor, measure_id: int, given: Given) -> Moved:
    return services.return_measure(
        actor=actor, measure_id=measure_id, reason=given["reason"], due_on=given["due_on"], key=str(given["key"])
    )


def _close(actor: Actor, measure_id: int, given: Given) -> Moved:
    return services.close_measure(actor=actor, measure_id=measure_id, reason=given["reason"], key=str(given["key"]))


def _hand_over(actor: Actor, measure_id: int, given: Given) -> Moved:
    return services.hand_over(
        actor=actor, measure_id=measure_id, to=given["to"], reason=given["reason"], key=str(given["key"])
    )


DEEDS: Mapping[str, Deed] = {
    "explain": Deed(
        gettext_noop("Explain"),
        gettext_noop("Why it came to that. The supervisor decides on it."),
        ReasonForm,
        _with_reason(services.explain),
    ),
    "correct": Deed(
        gettext_noop("Tell that it was put right"),
        gettext_noop("What was done, and when. The supervisor checks it."),
        ReasonForm,
        _with_reason(services.correct),
    ),
    "appeal": Deed(
        gettext_noop("Appeal"),
        gettext_noop("Why the signal is wrong. The supervisor cancels or upholds it."),
        ReasonForm,
        _with_reason(services.appeal),
        "secondary",
    ),
    "accept": Deed(
        gettext_noop("Accept the explanation"),
        gettext_noop("The signal is closed without further measures; it counts as found."),
        ReasonForm,
        _with_reason(services.accept),
    ),
    "confirm": Deed(
        gettext_noop("Confirm"),
        gettext_noop("The signal holds. A card, an order or an inquiry may follow."),
        RemarkForm,
        _with_reason(services.confirm),
    ),
    "uphold": Deed(
        gettext_noop("Uphold"),
        gettext_noop("The signal holds in spite of the appeal. The reasons go to the body."),
        ReasonForm,
        _with_reason(services.uphold),
    ),
    "cancel": Deed(
        gettext_noop("Cancel as a false alarm"),
        gettext_noop("The signal counts no more, and is counted against its rule. This is not taken back."),
        ReasonForm,
        _with_reason(services.cancel),
        "danger",
        is_grave=True,
    ),
    "card": Deed(
        gettext_noop("Give a card"),
        gettext_noop("A card is recorded against the body: yellow for blue and yellow lights, red for red ones."),
        RemarkForm,
        _with_reason(services.give_card),
        "danger",
        is_grave=True,
    ),
    "order": Deed(
        gettext_noop("Issue a supervise order"),
        gettext_noop("A numbered and sealed paper with a day by which the body answers."),
        OrderForm,
        _issue(MeasureKind.ORDER),
        is_grave=True,
    ),
    "recommendation": Deed(
        gettext_noop("Issue a supervision recommendation"),
        gettext_noop("A numbered and sealed paper that says what was found and what is recommended."),
        RecommendationForm,
        _issue(MeasureKind.RECOMMENDATION),
        is_grave=True,
    ),
    "inquiry": Deed(
        gettext_noop("Issue a written inquiry"),
        gettext_noop(
            "In four parts: whom, what, the remedy, who answers for it. The third on one problem that stays unanswered or is sent back goes to discipline inspection."
        ),
        InquiryForm,
        _issue(MeasureKind.INQUIRY),
        is_grave=True,
    ),
}
"""What is done with a signal."""

MEASURE_DEEDS: Mapping[str, Deed] = {
    "answer": Deed(
        gettext_noop("Answer the paper"),
        gettext_noop("What the body has done. A late answer is taken too; that it was late stays on record."),
        AnswerForm,
        _answer,
    ),
    "return": Deed(
        gettext_noop("Send back"),
        gettext_noop("It was not put right: the body has it again, with a new day. For an inquiry this is a strike."),
        ReturnForm,
        _return,
        "secondary",
        is_grave=True,
    ),
    "close": Deed(
        gettext_noop("Close after the check"),
        gettext_noop("The remedy was checked; paper and signal are closed."),
        ReasonForm,
        _close,
    ),
    "hand_over": Deed(
        gettext_noop("Hand over to discipline inspection"),
        gettext_noop("Every inquiry on the problem, with its signals and their digests, is made up into one file."),
        HandOverForm,
        _hand_over,
        "danger",
        is_grave=True,
    ),
}
"""What is done with a paper that was issued."""


def measure_form(name: str, kind: MeasureKind) -> type[ActForm]:
    """The form of an act on a paper of that kind."""
    if name == "answer" and kind is MeasureKind.INQUIRY:
        return InquiryAnswerForm
    return MEASURE_DEEDS[name].form
