"""The components of forms as tags; `ui.py` includes this library."""

from collections.abc import Mapping

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
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
    attrs: dict[str, str] = {"accept": accept} if accept else {}
    told = [str(bound.help_text)] if bound.help_text else []
    if accept:
        told.append(gettext("Taken: {endings}.").format(endings=accept.replace(".", "").replace(",", ", ").upper()))
    if max_bytes is not None:
        size = filesizeformat(max_bytes)
        told.append(gettext("At most {size} each.").format(size=size))
        attrs["data-max-bytes"] = str(max_bytes)
        attrs["data-too-large"] = gettext("This file is larger than {size}.").format(size=size)
    return _field_context(bound, " ".join(told), attrs)


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
    return {"label": label, "kind": _kind(kind), "name": name, "value": value}


@register.inclusion_tag("ui/components/link_button.html")
def link_button(label: str, url: str, kind: str = "secondary") -> dict[str, object]:
    """A link that looks like a button."""
    return {"label": label, "url": url, "kind": _kind(kind)}


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
        "kind": _kind(kind),
        "values": values or {},
    }


@register.inclusion_tag("ui/components/search_box.html")
def search_box(url: str, label: str, value: str = "", name: str = "q", hint: str = "") -> dict[str, object]:
    """A question to a list, asked by GET."""
    return {"url": url, "label": label, "value": value, "name": name, "hint": hint}


@register.inclusion_tag("ui/components/language_switch.html", takes_context=True)
def language_switch(context: Context) -> dict[str, object]:
    """The choice of language; it leads back to the page it stands on."""
    request = context.get("request")
    return {"url": reverse("set_language"), "next": request.get_full_path() if request is not None else "/"}


def _field_context(bound: BoundField, help_text: object, attrs: Mapping[str, str]) -> dict[str, object]:
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


def _kind(kind: str) -> str:
    if kind not in _KINDS:
        message = f"unknown kind of button: {kind}"
        raise template.TemplateSyntaxError(message)
    return kind
