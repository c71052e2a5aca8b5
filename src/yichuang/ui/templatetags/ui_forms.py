"""The components of forms as tags; `ui.py` includes this library."""

import json
from collections.abc import Mapping

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

register = template.Library()

_KINDS = frozenset({"primary", "secondary", "danger", "plain"})


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, help_text: str = "") -> dict[str, object]:
    """A field of a form with its label, help and errors, each tied to the control by its id."""
    return _field_context(bound, help_text or bound.help_text, {})


@register.inclusion_tag("ui/components/field.html")
def file_field(bound: BoundField, accept: str = "", max_bytes: int | None = None) -> dict[str, object]:
    """A field that takes files. `accept` lists the endings taken (".pdf,.jpg"); both limits are told beside the field."""
    return _file_context(bound, accept, max_bytes, {})


@register.inclusion_tag("ui/components/upload.html")
def upload(
    bound: BoundField,
    url: str = "",
    accept: str = "",
    max_bytes: int | None = None,
    *,
    values: Mapping[str, object] | None = None,
    refresh: str = "",
    takes_photos: bool = False,
) -> dict[str, object]:
    """A field for several files that are sent one by one as soon as they are chosen, with a bar and a second try.

    Each file is posted to `url` (else to the form's address) under the field's name, with the form's hidden fields
    and `values`; any answer of 2xx or a redirect means it was kept, problem+json says why not. `refresh` is the id
    of the element that is fetched anew from this page afterwards. `takes_photos` adds a button for the camera on
    phones. Without JavaScript it is a plain field, sent with its form.
    """
    attrs = {"multiple": True} if getattr(bound.field.widget, "allow_multiple_selected", False) else {}
    return {
        **_file_context(bound, accept, max_bytes, attrs),
        "url": url,
        "values": json.dumps({name: str(value) for name, value in (values or {}).items()}),
        "refresh": refresh,
        "takes_photos": takes_photos,
        "accept": accept,
    }


@register.inclusion_tag("ui/components/save_status.html")
def save_status(text: str = "") -> dict[str, object]:
    """Where a form with `data-autosave` says what it has saved; `text` stands there at first."""
    return {"text": text}


@register.inclusion_tag("ui/components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, object]:
    """What is wrong in the form, each line leading to its field; nothing while nothing is wrong."""
    named = [(form[name], messages) for name, messages in form.errors.items() if name in form.fields]
    links = [(bound.label, _target(bound), message) for bound, messages in named for message in messages]
    return {"links": links, "general": form.non_field_errors() if form.is_bound else []}


@register.inclusion_tag("ui/components/hidden_fields.html")
def hidden_fields(form: forms.BaseForm) -> dict[str, object]:
    """The hidden fields of a form."""
    return {"fields": form.hidden_fields()}


@register.inclusion_tag("ui/components/button.html")
def button(label: str, kind: str = "primary", name: str = "", value: str = "") -> dict[str, object]:
    """The button that sends the form it stands in; kinds: primary, secondary, danger, plain."""
    return {"label": label, "kind": button_kind(kind), "name": name, "value": value}


@register.inclusion_tag("ui/components/link_button.html")
def link_button(label: str, url: str, kind: str = "secondary") -> dict[str, object]:
    """A link that looks like a button."""
    return {"label": label, "url": url, "kind": button_kind(kind)}


@register.inclusion_tag("ui/components/post_button.html")
def post_button(
    label: str,
    url: str,
    kind: str = "secondary",
    values: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """A whole form of one button: it posts `values` to `url`."""
    return {
        "label": label,
        "url": url,
        "kind": button_kind(kind),
        "values": values or {},
    }


@register.inclusion_tag("ui/components/search_box.html")
def search_box(url: str, label: str, value: str = "", name: str = "q", hint: str = "") -> dict[str, object]:
    """A question to a list, asked by GET."""
    return {"url": url, "label": label, "value": value, "name": name, "hint": hint}


def size_text(size: int) -> str:
    """A size for people, without decimals that say nothing."""
    return filesizeformat(size).replace(".0\xa0", "\xa0")


def _file_context(
    bound: BoundField, accept: str, max_bytes: int | None, attrs: Mapping[str, str | bool]
) -> dict[str, object]:
    shown: dict[str, str | bool] = {**attrs, "accept": accept} if accept else {**attrs}
    told = [str(bound.help_text)] if bound.help_text else []
    if accept:
        endings = gettext(", ").join(accept.replace(".", "").upper().split(","))
        told.append(gettext("Taken: {endings}.").format(endings=endings))
    if max_bytes is not None:
        size = size_text(max_bytes)
        told.append(gettext("At most {size} each.").format(size=size))
        shown["data-max-bytes"] = str(max_bytes)
        shown["data-too-large"] = gettext("This file is larger than {size}.").format(size=size)
    return _field_context(bound, " ".join(told), shown)


def _field_context(bound: BoundField, help_text: object, attrs: Mapping[str, str | bool]) -> dict[str, object]:
    ident = bound.auto_id or bound.html_name
    tied = [f"{ident}_help"] if help_text else []
    if bound.errors:
        tied.append(f"{ident}_error")
    is_group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    shown: dict[str, str | bool] = {**attrs}
    if tied and not is_group:
        shown["aria-describedby"] = " ".join(tied)
    return {
        "field": bound,
        "ident": ident,
        "help_text": help_text,
        "described_by": " ".join(tied),
        "control": bound.as_widget(attrs=shown),
        "is_group": is_group,
        "is_choice": isinstance(bound.field.widget, forms.CheckboxInput),
        "is_required": bound.field.required,
    }


def _target(bound: BoundField) -> str:
    """The id that a link to the field leads to: of a group, its frame."""
    is_group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_field" if is_group else bound.id_for_label or bound.auto_id


def button_kind(kind: str) -> str:
    """The kind itself.

    Raises:
        TemplateSyntaxError: there is no such kind of button.
    """
    if kind not in _KINDS:
        message = f"unknown kind of button: {kind}"
        raise template.TemplateSyntaxError(message)
    return kind
