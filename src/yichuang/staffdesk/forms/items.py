"""Forms of the catalogue: a new item, a draft, acts on a version, a file to import."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.catalogue.rules import CaseType, ItemContent, ItemType, ServiceObject
from yichuang.catalogue.rules.difference import LABELS
from yichuang.catalogue.rules.maps import MAPS
from yichuang.catalogue.services import Existing, Mode
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.forms.base import (
    LONG,
    UNITS,
    ActForm,
    DeskForm,
    choice_of,
    date_box,
    lines,
    options,
    text_area,
)

SHORT_TEXTS = ("name", "name_en", "power_source", "enquiry_phone", "complaint_phone")
LONG_TEXTS = (
    "summary", "summary_en", "quota", "statutory_limit_note", "promised_limit_note", "special_procedures",
    "intermediary_services", "cross_region_scope", "address", "map_note", "hours", "remedies", "source_note",
)  # fmt: skip
LISTS = ("themes", "conditions", "procedure", "joint_bodies", "delivery_methods")
NESTED = ("legal_bases", "materials", "form", "steps", "fees", "results", "certificates_needed", "faqs")
NUMBERS = ("visit_count", "online_depth")
DAYS = ("effective_on", "cancelled_on")
LIMITS = ("statutory_limit", "promised_limit")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (gettext_noop("Name and kind"), ("name", "name_en", "item_type", "case_type", "service_objects", "themes", "exercise_level",
                       "power_source", "summary", "summary_en")),
    (gettext_noop("Limits"), ("statutory_limit", "statutory_limit_unit", "statutory_limit_note", "promised_limit",
                "promised_limit_unit", "promised_limit_note")),
    (gettext_noop("Conditions and procedure"), ("conditions", "quota", "procedure", "special_procedures", "visit_count", "online_depth",
                                  "intermediary_services", "joint_bodies", "cross_region_scope")),
    (gettext_noop("Where and when"), ("address", "map_note", "hours", "delivery_methods", "enquiry_phone", "complaint_phone",
                        "is_free", "remedies", "effective_on", "cancelled_on", "source_note")),
    (gettext_noop("Parts, as JSON"), NESTED),
)  # fmt: skip


FITTING = "fitting"
"""The choice of the map that takes most of the file's columns."""


class NewItemForm(ActForm):
    """A new item: its code, whose it is, its name."""

    places = {
        "catalogue.code": "task_code",
        "catalogue.code_credit_code": "task_code",
        "catalogue.item_exists": "task_code",
        "catalogue.basic_code": "catalog_code",
        "catalogue.basic_item_not_found": "catalog_code",
    }

    task_code = forms.CharField(
        label=_("Code"), max_length=36, help_text=_("Letters, digits, point, hyphen, underscore.")
    )
    local_code = forms.CharField(label=_("Local code"), max_length=64, required=False)
    catalog_code = forms.CharField(
        label=_("Code in the basic catalogue"),
        max_length=12,
        required=False,
        help_text=_("9 digits and 3 digits or letters. A national code tells it by itself."),
    )
    organisation = forms.ChoiceField(label=_("Department"), choices=[])
    name = forms.CharField(label=_("Name of the item"), max_length=200)

    def __init__(self, data: Any = None, *, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the departments whose items the writer keeps."""
        super().__init__(data, **kwargs)
        choice_of(self, "organisation", organisations)


class DraftForm(DeskForm):
    """A draft: common texts as boxes, nested parts as JSON. `revision` is the token for the save."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    item_type = forms.ChoiceField(choices=lambda: options(ItemType, "–"), required=False)
    case_type = forms.ChoiceField(choices=lambda: options(CaseType))
    service_objects = forms.MultipleChoiceField(
        choices=lambda: options(ServiceObject), required=False, widget=forms.CheckboxSelectMultiple
    )
    exercise_level = forms.ChoiceField(choices=[(digit, digit) for digit in "1234567"])
    is_free = forms.ChoiceField(choices=[("", _("Not said yet")), ("yes", _("Yes")), ("no", _("No"))], required=False)
    statutory_limit_unit = forms.ChoiceField(label=_("Unit of the statutory limit"), choices=UNITS, required=False)
    promised_limit_unit = forms.ChoiceField(label=_("Unit of the promised limit"), choices=UNITS, required=False)

    def __init__(self, data: Any = None, *, content: ItemContent | None = None, **kwargs: Any) -> None:
        """Make a box for each element, filled from the content."""
        super().__init__(data, **kwargs)
        self.fields.update(_boxes())
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = gettext(label)
        if content is not None:
            self.initial = {**self.initial, **_initial(content)}

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The boxes under their headings."""
        return [(gettext(title), [self[name] for name in names]) for title, names in GROUPS]

    @override
    def clean(self) -> None:
        for name in NESTED:
            try:
                self.cleaned_data[name] = json.loads(self.cleaned_data.get(name) or "[]")
            except ValueError as error:
                self.add_error(name, gettext("This is not JSON: {reason}").format(reason=error))

    def data_given(self) -> dict[str, Any]:
        """The content as plain data, to be judged by the catalogue."""
        given = self.cleaned_data
        plain = {name: given[name] for name in (*SHORT_TEXTS, *LONG_TEXTS, *NUMBERS, *NESTED)}
        return {
            **plain,
            **{name: lines(given[name]) for name in LISTS},
            **{name: given[name] for name in DAYS},
            **{name: _limit(given, name) for name in LIMITS},
            "item_type": given["item_type"] or None,
            "case_type": given["case_type"],
            "service_objects": given["service_objects"],
            "exercise_level": given["exercise_level"],
            "is_free": {"yes": True, "no": False}.get(given["is_free"]),
        }


class VersionActForm(ActForm):
    """An act on a version with a remark."""

    reason = forms.CharField(label=_("Remark"), required=False, max_length=LONG, widget=text_area(2))


class ReasonedVersionActForm(ActForm):
    """An act on a version that needs a reason."""

    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=text_area(2))


class ImportForm(DeskForm):
    """A file of items, how its columns are read, and what a bad row does."""

    file = forms.FileField(label=_("File"))
    kept_name = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    mapping = forms.ChoiceField(label=_("Columns are named as in"), choices=[])
    mode = forms.ChoiceField(label=_("When a row is bad"), choices=[], widget=forms.RadioSelect)
    existing = forms.ChoiceField(label=_("When the item is there already"), choices=[], widget=forms.RadioSelect)
    organisation = forms.ChoiceField(label=_("Department of rows that name none"), choices=[], required=False)
    create_organisations = forms.BooleanField(label=_("Register departments that are not known yet"), required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        organisations: list[tuple[str, str]],
        may_register: bool,
        **kwargs: Any,
    ) -> None:
        """Offer the maps that there are; only who keeps organisations may register some."""
        super().__init__(data, files, **kwargs)
        names = {
            "own": gettext("our own export"),
            "guangan": gettext("the list of a city"),
            "guides": gettext("published guides"),
        }
        choice_of(
            self, "mapping", [(FITTING, gettext("what fits best")), *((name, names.get(name, name)) for name in MAPS)]
        )
        modes = [
            (Mode.KEEP_GOOD.value, gettext("take the good rows")),
            (Mode.REFUSE_ALL.value, gettext("refuse the whole file")),
        ]
        choice_of(self, "mode", modes)
        there = [
            (Existing.REFUSE.value, gettext("refuse the row")),
            (Existing.DRAFT.value, gettext("make a new draft of it")),
        ]
        choice_of(self, "existing", there)
        choice_of(self, "organisation", [("", gettext("None: refuse such rows")), *organisations])
        if not may_register:
            del self.fields["create_organisations"]


def _boxes() -> dict[str, forms.Field]:
    """A box for each element that is typed as text, number, day or JSON."""
    one_a_line, spot = gettext("One a line."), gettext("0 means on the spot.")
    return {
        **{name: forms.CharField(max_length=200, required=name == "name") for name in SHORT_TEXTS},
        **{name: forms.CharField(max_length=LONG, required=False, widget=text_area(2)) for name in LONG_TEXTS},
        **{name: forms.CharField(required=False, widget=text_area(3), help_text=one_a_line) for name in LISTS},
        **{name: forms.CharField(required=False, widget=text_area(8, spellcheck="false")) for name in NESTED},
        **{name: forms.IntegerField(min_value=0) for name in NUMBERS},
        **{name: forms.DateField(required=False, widget=date_box()) for name in DAYS},
        **{name: forms.IntegerField(required=False, min_value=0, help_text=spot) for name in LIMITS},
    }


def _initial(content: ItemContent) -> dict[str, Any]:
    plain = content.model_dump(mode="json")
    limits: dict[str, Any] = {}
    for name in LIMITS:
        term: Term | None = getattr(content, name)
        limits |= {name: term.value if term else "", f"{name}_unit": term.unit.value if term else "wd"}
    return {
        **{name: plain[name] for name in (*SHORT_TEXTS, *LONG_TEXTS, *NUMBERS)},
        **{name: getattr(content, name) for name in DAYS},
        **{name: "\n".join(plain[name]) for name in LISTS},
        **{name: json.dumps(plain[name], ensure_ascii=False, indent=2) for name in NESTED},
        **limits,
        "item_type": plain["item_type"] or "",
        "case_type": plain["case_type"],
        "service_objects": plain["service_objects"],
        "exercise_level": plain["exercise_level"],
        "is_free": {True: "yes", False: "no"}.get(plain["is_free"], ""),
    }


def _limit(given: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    number = given[name]
    return None if number is None else {"value": number, "unit": given[f"{name}_unit"] or "wd"}
