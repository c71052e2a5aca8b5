"""What changed from one version's content to another's, so that a person can read it.

Entries of lists are matched by their own code, else by their text, so that an entry put in the middle is one change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from yichuang.catalogue.rules.conditions import condition_words
from yichuang.catalogue.rules.content import Attachment, Commitment, Condition, Handling, ItemContent, LegalBasis
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled

YES, NO = gettext_noop("Yes"), gettext_noop("No")
MOVED = gettext_noop("Order")
_SEPARATOR = "；"


@dataclass(frozen=True, slots=True)
class Change:
    """One element that changed. `label` is a translation source, `subject` the name of the list's entry it is about.

    An empty `before` means it was added, an empty `after` that it was removed.
    """

    path: str
    label: str
    subject: str
    before: str
    after: str


LABELS: Mapping[str, str] = {
    "name": gettext_noop("Designation"),
    "name_en": gettext_noop("English name"),
    "item_type": gettext_noop("Kind of act"),
    "case_type": gettext_noop("Kind of handling"),
    "service_objects": gettext_noop("Whom it serves"),
    "themes": gettext_noop("Themes"),
    "exercise_level": gettext_noop("Level"),
    "power_source": gettext_noop("Source of the power"),
    "summary": gettext_noop("Summary"),
    "summary_en": gettext_noop("English summary"),
    "legal_bases": gettext_noop("Legal basis"),
    "conditions": gettext_noop("Conditions"),
    "conditions_en": gettext_noop("English conditions"),
    "checks": gettext_noop("Questions of the pre-check"),
    "question_en": gettext_noop("English question"),
    "wanted": gettext_noop("Answer that is wanted"),
    "advice": gettext_noop("Advice"),
    "advice_en": gettext_noop("English advice"),
    "answer_en": gettext_noop("English answer"),
    "when": gettext_noop("Asked for when"),
    "blank_form": gettext_noop("Blank form"),
    "sample_form": gettext_noop("Sample form"),
    "sample": gettext_noop("Sample answer"),
    "condition_en": gettext_noop("English condition"),
    "standard_en": gettext_noop("English standard"),
    "note_en": gettext_noop("English note"),
    "address_en": gettext_noop("English address"),
    "hours_en": gettext_noop("English hours of service"),
    "remedies_en": gettext_noop("English remedies"),
    "quota": gettext_noop("Quota"),
    "statutory_limit": gettext_noop("Statutory limit"),
    "statutory_limit_note": gettext_noop("Note on the statutory limit"),
    "promised_limit": gettext_noop("Promised limit"),
    "promised_limit_note": gettext_noop("Note on the promised limit"),
    "visit_count": gettext_noop("Visits needed"),
    "online_depth": gettext_noop("Depth of online handling"),
    "materials": gettext_noop("Materials"),
    "form": gettext_noop("Form"),
    "steps": gettext_noop("Steps"),
    "procedure": gettext_noop("Procedure"),
    "special_procedures": gettext_noop("Special procedures"),
    "handling": gettext_noop("How cases are handled"),
    "purpose": gettext_noop("What an application is about"),
    "commitment": gettext_noop("Granted on a declaration"),
    "terms": gettext_noop("What the applicant declares to meet"),
    "terms_en": gettext_noop("The same in English"),
    "consequence": gettext_noop("What follows if the declaration is not true"),
    "consequence_en": gettext_noop("What follows, in English"),
    "deferral_limit": gettext_noop("Time for materials that follow later"),
    "extension_limit": gettext_noop("Extension of the limit"),
    "upper_body": gettext_noop("Higher body that decides"),
    "upper_body_en": gettext_noop("English name of the higher body"),
    "are_duties_apart": gettext_noop("Nobody reviews what he received"),
    "is_bilingual": gettext_noop("Papers in Chinese and English"),
    "is_renewed_by_silence": gettext_noop("Renewed if not decided in time"),
    "is_free": gettext_noop("Free of charge"),
    "fees": gettext_noop("Fees"),
    "results": gettext_noop("Results"),
    "certificates_needed": gettext_noop("Certificates needed first"),
    "intermediary_services": gettext_noop("Intermediary services"),
    "joint_bodies": gettext_noop("Bodies that take part"),
    "cross_region_scope": gettext_noop("Handled across regions"),
    "delivery_methods": gettext_noop("Ways of delivery"),
    "address": gettext_noop("Address"),
    "map_note": gettext_noop("How to get there"),
    "hours": gettext_noop("Hours of service"),
    "enquiry_phone": gettext_noop("Phone for questions"),
    "complaint_phone": gettext_noop("Phone for complaints"),
    "remedies": gettext_noop("Remedies"),
    "faqs": gettext_noop("Frequent questions"),
    "effective_on": gettext_noop("In effect from"),
    "cancelled_on": gettext_noop("Ends on"),
    "source_note": gettext_noop("Note on the source"),
    "law": gettext_noop("Law"),
    "article": gettext_noop("Article"),
    "text": gettext_noop("Text"),
    "code": gettext_noop("Code"),
    "necessity": gettext_noop("Necessity"),
    "condition": gettext_noop("Condition"),
    "copies": gettext_noop("Copies"),
    "source": gettext_noop("Where it comes from"),
    "basis": gettext_noop("Basis"),
    "standard": gettext_noop("Standard"),
    "fill_note": gettext_noop("How to fill it in"),
    "is_deferrable": gettext_noop("May be handed in later"),
    "certificate_code": gettext_noop("Certificate"),
    "title": gettext_noop("Title"),
    "title_en": gettext_noop("English title"),
    "fields": gettext_noop("Questions"),
    "element": gettext_noop("Data element"),
    "label": gettext_noop("Question"),
    "label_en": gettext_noop("English question"),
    "kind": gettext_noop("Kind"),
    "is_required": gettext_noop("Must be answered"),
    "is_personal": gettext_noop("Personal data"),
    "choices": gettext_noop("Answers to choose from"),
    "max_length": gettext_noop("Longest answer"),
    "pattern": gettext_noop("Pattern"),
    "help": gettext_noop("Help"),
    "help_en": gettext_noop("English help"),
    "role": gettext_noop("Role"),
    "limit": gettext_noop("Limit"),
    "note": gettext_noop("Note"),
    "amount_cents": gettext_noop("Amount in fen"),
    "is_reducible": gettext_noop("Can be reduced"),
    "reduction_note": gettext_noop("How it can be reduced"),
    "valid_months": gettext_noop("Valid for months"),
    "question": gettext_noop("Question"),
    "answer": gettext_noop("Answer"),
    "value": gettext_noop("Value"),
}
_KEYS = ("code", "id", "certificate_code", "value", "name", "title", "question")
_NAMES = ("name", "label", "title", "law", "question")
# Parts that stand by themselves and are told element by element.
_SINGLE = (Handling, Commitment)


Say = Callable[[str], str]


def difference(old: ItemContent, new: ItemContent, say: Say = str) -> tuple[Change, ...]:
    """Every element that differs, in the order of the elements; empty when the contents are equal.

    `say` translates the labels inside values; without it they are translation sources, as `Change.label` always is.
    """
    return tuple(_Comparison(old, new, say).changes())


def readable(value: object, say: Say = str, content: ItemContent | None = None) -> str:
    """A value as a person reads it; labels are translation sources unless `say` translates them.

    With `content` a condition is told with the words of its question.
    """
    match value:
        case None:
            shown = ""
        case bool():
            shown = say(YES if value else NO)
        case Labelled():
            shown = say(value.label)
        case Attachment():
            shown = value.name
        case Condition() if content is not None:
            words = condition_words(content, value)
            shown = f"{words.question}：{_SEPARATOR.join(say(answer) for answer in words.answers)}"
        case BaseModel():
            parts = (readable(getattr(value, name), say, content) for name in type(value).model_fields)
            shown = " ".join(part for part in parts if part)
        case tuple() | list():
            shown = _SEPARATOR.join(readable(part, say, content) for part in value)
        case _:
            shown = str(value)
    return shown


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two contents side by side; conditions are told with the questions of the content they stand in."""

    old: ItemContent
    new: ItemContent
    say: Say

    def changes(self) -> Iterator[Change]:
        yield from self._parts(self.old, self.new, "", "")

    def _parts(self, old: BaseModel, new: BaseModel, path: str, subject: str) -> Iterator[Change]:
        for name in type(new).model_fields:
            before, after = getattr(old, name), getattr(new, name)
            if before == after:
                continue
            place = f"{path}.{name}" if path else name
            label = LABELS.get(name, name)
            if isinstance(before, tuple) and isinstance(after, tuple):
                yield from self._lists(before, after, place, label)
            elif isinstance(before, _SINGLE) and isinstance(after, _SINGLE):
                yield from self._parts(before, after, place, subject)
            else:
                yield Change(
                    place, label, subject, readable(before, self.say, self.old), readable(after, self.say, self.new)
                )

    def _lists(self, old: Sequence[object], new: Sequence[object], place: str, label: str) -> Iterator[Change]:
        before, after = _keyed(old), _keyed(new)
        for key, entry in before.items():
            if key not in after:
                yield Change(f"{place}.{key}", label, _name(entry), readable(entry, self.say, self.old), "")
        for key, entry in after.items():
            was = before.get(key)
            if was is None:
                yield Change(f"{place}.{key}", label, _name(entry), "", readable(entry, self.say, self.new))
            elif isinstance(entry, BaseModel) and isinstance(was, BaseModel):
                yield from self._parts(was, entry, f"{place}.{key}", _name(entry))
        if set(before) == set(after) and list(before) != list(after):
            yield Change(place, label, MOVED, _order(before), _order(after))


def _keyed(entries: Sequence[object]) -> dict[str, object]:
    """The entries by their key; a key that occurs again gets a number so that none is lost."""
    keyed: dict[str, object] = {}
    for entry in entries:
        key, times = _key(entry), 1
        unique = key
        while unique in keyed:
            times += 1
            unique = f"{key}#{times}"
        keyed[unique] = entry
    return keyed


def _key(entry: object) -> str:
    if isinstance(entry, LegalBasis):
        return f"{entry.law}{entry.article}"
    return _first(entry, _KEYS) if isinstance(entry, BaseModel) else readable(entry)


def _name(entry: object) -> str:
    return _first(entry, _NAMES) if isinstance(entry, BaseModel) else ""


def _first(entry: BaseModel, names: Sequence[str]) -> str:
    return next((str(getattr(entry, name)) for name in names if name in type(entry).model_fields), "")


def _order(keyed: Mapping[str, object]) -> str:
    show: Callable[[object], str] = lambda entry: _name(entry) or readable(entry)  # noqa: E731
    return _SEPARATOR.join(show(entry) for entry in keyed.values())
