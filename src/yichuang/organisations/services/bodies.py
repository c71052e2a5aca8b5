"""Acts on regions and organisations."""

from datetime import date

from django.db import transaction

from yichuang.core.actor import Actor
from yichuang.core.identifiers import check_credit_code, check_phone
from yichuang.core.rights import Right
from yichuang.organisations.errors import (
    CreditCodeMissingError,
    CreditCodeTakenError,
    InactiveError,
    OrganisationNameTakenError,
    OrganisationNotFoundError,
    PaperPrefixTakenError,
    RegionNotFoundError,
    RegionTakenError,
)
from yichuang.organisations.models import Organisation, Region
from yichuang.organisations.queries.organisations import forget_english_names
from yichuang.organisations.rules import (
    Act,
    OrganisationKind,
    RegionLevel,
    Thing,
    check_level,
    check_name,
    check_parent,
    check_period,
    check_region_code,
)
from yichuang.organisations.services.recording import (
    locked,
    record,
    refused_by,
    rename,
    snapshot,
)


@transaction.atomic
def register_region(
    *,
    actor: Actor,
    code: str,
    name: str,
    parent_code: str | None = None,
    level: RegionLevel | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> str:
    """The region is registered; answers its code. The level is that of the code unless given.

    Law: GB39046 A.2.

    Raises:
        RegionCodeError, RegionLevelError, RegionParentError: code, level or parent do not fit.
        RegionNotFoundError: the parent is not registered.
        RegionTakenError: the code is registered already.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    code = check_region_code(code)
    check_parent(code, parent_code)
    if parent_code is not None:
        locked(Region.objects.all(), parent_code, lambda: RegionNotFoundError(region_code=parent_code))
    if valid_from is not None:
        check_period(valid_from, valid_to)
    region = Region(
        code=code,
        name=check_name(name),
        level=check_level(code, level).value,
        parent_id=parent_code,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    with refused_by({"organisations_region_pkey": RegionTakenError(region_code=code)}):
        region.save(force_insert=True)
    record(actor=actor, thing=Thing.REGION, act=Act.REGISTERED, row=region, before=None)
    return code


@transaction.atomic
def rename_region(*, actor: Actor, code: str, name: str) -> None:
    """The region has the new name.

    Raises:
        RegionNotFoundError: it is not registered.
        NameMissingError: the name is empty.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    region = locked(Region.objects.all(), code, lambda: RegionNotFoundError(region_code=code))
    rename(actor=actor, thing=Thing.REGION, row=region, field="name", value=name)


@transaction.atomic
def register_organisation(  # noqa: PLR0913 - the columns of an organisation
    *,
    actor: Actor,
    name: str,
    kind: OrganisationKind,
    region_code: str,
    short_name: str = "",
    credit_code: str = "",
    parent_id: int | None = None,
    paper_prefix: str = "",
    address: str = "",
    phone: str = "",
    name_en: str = "",
) -> int:
    """The organisation is registered and active; answers its id. Without a short name the name serves.

    Law: GB 32100.

    Raises:
        NameMissingError, IdentifierError, CreditCodeMissingError: what was given is wrong.
        RegionNotFoundError, OrganisationNotFoundError: region or parent are not registered.
        OrganisationNameTakenError, CreditCodeTakenError, PaperPrefixTakenError: another has it.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    _check_place(region_code, parent_id)
    row = Organisation(
        name=check_name(name),
        short_name=short_name.strip() or name.strip(),
        credit_code=_credit_code(kind, credit_code),
        kind=kind.value,
        region_id=region_code,
        parent_id=parent_id,
        paper_prefix=paper_prefix.strip(),
        address=address.strip(),
        phone=check_phone(phone) if phone.strip() else "",
        name_en=name_en.strip(),
    )
    _save(row)
    record(actor=actor, thing=Thing.ORGANISATION, act=Act.REGISTERED, row=row, before=None)
    return row.pk


@transaction.atomic
def change_organisation(  # noqa: PLR0913 - the columns of an organisation
    *,
    actor: Actor,
    organisation_id: int,
    name: str | None = None,
    short_name: str | None = None,
    credit_code: str | None = None,
    paper_prefix: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    name_en: str | None = None,
) -> None:
    """What was given is changed; None leaves a value as it is.

    Papers already issued keep their numbers when the prefix changes.

    Raises:
        OrganisationNotFoundError: there is none.
        NameMissingError, IdentifierError, CreditCodeMissingError: what was given is wrong.
        OrganisationNameTakenError, CreditCodeTakenError, PaperPrefixTakenError: another has it.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Organisation.objects.all(), organisation_id, OrganisationNotFoundError)
    before = snapshot(row)
    if name is not None:
        row.name = check_name(name)
    if short_name is not None:
        row.short_name = check_name(short_name)
    if credit_code is not None:
        row.credit_code = _credit_code(OrganisationKind(row.kind), credit_code)
    if paper_prefix is not None:
        row.paper_prefix = paper_prefix.strip()
    if address is not None:
        row.address = address.strip()
    if phone is not None:
        row.phone = check_phone(phone) if phone.strip() else ""
    if name_en is not None:
        row.name_en = name_en.strip()
    _save(row)
    record(actor=actor, thing=Thing.ORGANISATION, act=Act.CHANGED, row=row, before=before)


@transaction.atomic
def close_organisation(*, actor: Actor, organisation_id: int) -> None:
    """The organisation is no longer active, and posts in it give no rights any more.

    Raises:
        OrganisationNotFoundError: there is none.
        InactiveError: it was closed before.
    """
    actor.require(Right.MANAGE_ORGANISATIONS)
    row = locked(Organisation.objects.all(), organisation_id, OrganisationNotFoundError)
    if not row.is_active:
        raise InactiveError(name=row.name)
    before = snapshot(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(actor=actor, thing=Thing.ORGANISATION, act=Act.CLOSED, row=row, before=before)


def _check_place(region_code: str, parent_id: int | None) -> None:
    if not Region.objects.filter(code=region_code).exists():
        raise RegionNotFoundError(region_code=region_code)
    if parent_id is not None:
        parent = locked(Organisation.objects.all(), parent_id, OrganisationNotFoundError)
        if not parent.is_active:
            raise InactiveError(name=parent.name)


def _credit_code(kind: OrganisationKind, given: str) -> str:
    if given.strip():
        return check_credit_code(given)
    if kind.decides:
        raise CreditCodeMissingError
    return ""


def _save(row: Organisation) -> None:
    with refused_by(
        {
            "organisations_organisation_name": OrganisationNameTakenError(value=row.name),
            "organisations_organisation_credit_code": CreditCodeTakenError(value=row.credit_code),
            "organisations_organisation_paper_prefix": PaperPrefixTakenError(value=row.paper_prefix),
        }
    ):
        row.save()
    forget_english_names()
