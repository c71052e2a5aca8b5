"""Forms of other systems that work with the centre."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.exchange.rules import (
    CLIENT_RIGHTS,
    LARGEST_LIMIT,
    LONGEST_GRACE_H,
    USUAL_GRACE_H,
    USUAL_LIMIT,
    EventKind,
)
from yichuang.staffdesk.forms.base import ActForm, choice_of, date_box, options

_TOLD = [kind for kind in EventKind if kind is not EventKind.PING]


class ClientForm(ActForm):
    """What a client is called, what it may, how often, and until when."""

    places = {"exchange.client_name_taken": "name", "organisations.organisation_not_found": "organisation"}

    name = forms.CharField(label=_("Name of the system"), max_length=100)
    rights = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=lambda: options(CLIENT_RIGHTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Items and guides are public: any key reads them."),
    )
    limit_per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=1, max_value=LARGEST_LIMIT, initial=USUAL_LIMIT
    )
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=date_box(), help_text=_("Empty: until it is revoked.")
    )


class NewClientForm(ClientForm):
    """A new client, with the body that bounds it."""

    organisation = forms.ChoiceField(
        label=_("Bounded to"), choices=[], required=False, help_text=_("Its rights reach no further than that.")
    )

    field_order = ("name", "organisation", "rights", "limit_per_minute", "expires_on")

    def __init__(self, data: Any = None, *, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the bodies for which the reader keeps clients."""
        super().__init__(data, **kwargs)
        choice_of(self, "organisation", organisations)


class RotateForm(ActForm):
    """A new key, and how long the former ones are still taken."""

    grace_hours = forms.IntegerField(
        label=_("Hours for which the former keys are still taken"),
        min_value=0,
        max_value=LONGEST_GRACE_H,
        initial=USUAL_GRACE_H,
        help_text=_("0: they are refused at once, which is right when a key was lost."),
    )


class RevokeForm(ActForm):
    """Why a client is revoked for ever."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class WebhookForm(ActForm):
    """An address that is told of events."""

    places = {"exchange.address_refused": "url", "exchange.kinds_invalid": "kinds"}

    url = forms.CharField(
        label=_("Web address"),
        max_length=500,
        help_text=_("https and a public host."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("It is told of"), choices=lambda: options(_TOLD), widget=forms.CheckboxSelectMultiple
    )


class NothingForm(ActForm):
    """Nothing but the decision."""
