"""Forms of the catalogue: a new item, a draft, acts on a version, a file to import."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.rules.maps import MAPS
from yichuang.catalogue.services import Existing, Mode
from yichuang.staffdesk.forms.base import (
    LONG,
    ActForm,
    DeskForm,
    choice_of,
    text_area,
)

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
