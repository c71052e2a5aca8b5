"""The only way to one signal or measure. What is absent and what is hidden give the same answer."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.rights import Right
from yichuang.supervision.errors import MeasureNotFoundError, SignalNotFoundError
from yichuang.supervision.models import Measure, Signal, Told
from yichuang.supervision.rules import answers_for


def lock_signal(actor: Actor, signal_id: int) -> Signal:
    """The signal with its row locked until the transaction ends, if the actor supervises, answers for the body, or was told.

    Raises:
        SignInRequiredError: nobody is signed in.
        SignalNotFoundError: there is none, or it may not be seen.
    """
    _signed_in(actor)
    signal = Signal.objects.select_for_update(of=("self",)).filter(pk=signal_id).first()
    if signal is None or not may_see(actor, signal):
        raise SignalNotFoundError
    return signal


def get_signal(actor: Actor, signal_id: int) -> Signal:
    """The signal, not locked. Raises as `lock_signal`."""
    _signed_in(actor)
    signal = Signal.objects.filter(pk=signal_id).first()
    if signal is None or not may_see(actor, signal):
        raise SignalNotFoundError
    return signal


def get_measure(actor: Actor, measure_id: int) -> Measure:
    """The measure, not locked. Raises as `lock_measure`."""
    _signed_in(actor)
    measure = Measure.objects.select_related("signal").filter(pk=measure_id).first()
    if measure is None or not may_see(actor, measure.signal):
        raise MeasureNotFoundError
    return measure


def lock_measure(actor: Actor, measure_id: int) -> tuple[Signal, Measure]:
    """The measure and its signal, both locked, the signal first.

    Raises:
        SignInRequiredError: nobody is signed in.
        MeasureNotFoundError: there is none, or it may not be seen.
    """
    _signed_in(actor)
    signal_id = Measure.objects.filter(pk=measure_id).values_list("signal_id", flat=True).first()
    signal = Signal.objects.select_for_update(of=("self",)).filter(pk=signal_id or 0).first()
    if signal is None or not may_see(actor, signal):
        raise MeasureNotFoundError
    return signal, Measure.objects.select_for_update(of=("self",)).get(pk=measure_id)


def may_see(actor: Actor, signal: Signal) -> bool:
    """Whether the signal is the actor's affair."""
    if actor.may(Right.SUPERVISE, signal.organisation_id) or may_answer(actor, signal):
        return True
    return actor.account_id is not None and Told.objects.filter(signal=signal, account_id=actor.account_id).exists()


def seen_by(actor: Actor) -> QuerySet[Signal]:
    """The signals that are the actor's affair."""
    everywhere = actor.organisations_for(Right.SUPERVISE)
    if everywhere is None:
        return Signal.objects.all()
    answers = actor.organisations_for(Right.ANSWER_SIGNALS)
    if answers is None:
        return Signal.objects.all()
    told = Exists(Told.objects.filter(signal=OuterRef("pk"), account_id=actor.account_id or 0))
    return Signal.objects.filter(
        Q(organisation_id__in=[*everywhere, *answers]) | Q(owner_id=actor.account_id or 0) | Q(told)
    )


def may_answer(actor: Actor, signal: Signal) -> bool:
    """Whether the actor answers it: it concerns him, or he answers for the body."""
    return answers_for(actor, signal.organisation_id, signal.owner_id)


def _signed_in(actor: Actor) -> None:
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
