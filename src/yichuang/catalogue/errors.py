"""What the catalogue refuses, and why."""

from yichuang.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, gettext_noop


class ItemNotFoundError(NotFoundError):
    """No item has that code or id."""

    code = "catalogue.item_not_found"
    text = gettext_noop("There is no service item “{item}”.")


class VersionNotFoundError(NotFoundError):
    """No version has that id."""

    code = "catalogue.version_not_found"
    text = gettext_noop("There is no such version of a service item.")


class ItemExistsError(ConflictError):
    """The code is taken."""

    code = "catalogue.item_exists"
    text = gettext_noop("There is already a service item with the code {item}.")


class BasicItemExistsError(ConflictError):
    """The basic code is taken."""

    code = "catalogue.basic_item_exists"
    text = gettext_noop("There is already a basic item with the code {item}.")


class ItemNotOpenError(ConflictError):
    """Nobody can apply for it now."""

    code = "catalogue.item_not_open"
    text = gettext_noop(
        "Applications for “{item}” cannot be taken now: it is not published, or suspended or cancelled."
    )


class ItemCancelledError(ConflictError):
    """It was cancelled and may not go on in any form. Law: OBE 40."""

    code = "catalogue.item_cancelled"
    text = gettext_noop("“{item}” was cancelled and may not go on in any form.")


class DraftExistsError(ConflictError):
    """Another version is being written or reviewed."""

    code = "catalogue.draft_exists"
    text = gettext_noop(
        "Version {number} of this item is already being prepared ({state}); finish or discard it first."
    )


class ActNotPossibleError(ConflictError):
    """Not in this state."""

    code = "catalogue.act_not_possible"
    text = gettext_noop("“{act}” is not possible while the version is “{state}”. Possible now: {possible}.")


class StaleDraftError(ConflictError):
    """Somebody saved the draft in the meantime."""

    code = "catalogue.stale_draft"
    text = gettext_noop(
        "The draft was changed by {writer} after you opened it (you have revision {given}, it is now {present}). "
        "Nothing was overwritten; open it again and repeat your change."
    )


class OwnDraftError(ForbiddenError):
    """Whoever wrote it does not review it."""

    code = "catalogue.own_draft"
    text = gettext_noop("You wrote this draft; somebody else must review it for the department.")


class VersionUnchangedError(ConflictError):
    """The draft says what the published version says."""

    code = "catalogue.version_unchanged"
    text = gettext_noop(
        "This draft says the same as the published version {number}; there is nothing to review. "
        "Change it, or discard it."
    )


class ReasonMissingError(InvalidError):
    """The act needs a reason."""

    code = "catalogue.reason_missing"
    text = gettext_noop("Give a reason.")


class NotPublishableError(InvalidError):
    """Elements are missing or contradict each other; `problems` names each."""

    code = "catalogue.not_publishable"
    text = gettext_noop("The version is not complete: {count} points must be put right first.")


class ContentError(InvalidError):
    """The content has a wrong shape; `problems` names each element."""

    code = "catalogue.content"
    text = gettext_noop("Some elements of the item are not right.")


class CodeError(InvalidError):
    """The code is not one that a catalogue uses."""

    code = "catalogue.code"
    text = gettext_noop(
        "“{value}” is not an item code: letters, digits, point, hyphen and underscore, at most 36 characters."
    )


class CodeCreditCodeError(CodeError):
    """The code begins with a credit code that is wrong."""

    code = "catalogue.code_credit_code"
    text = gettext_noop(
        "“{value}” has the shape of an implementation code, but its first 18 characters are not a valid credit code."
    )


class BasicCodeError(CodeError):
    """Not a basic code."""

    code = "catalogue.basic_code"
    text = gettext_noop("“{value}” is not a basic code: 9 digits and 3 digits or capital letters.")


class MapError(InvalidError):
    """The column map is wrong."""

    code = "catalogue.map"
    text = gettext_noop("The column map is not right: {reason}")


class UnknownElementError(MapError):
    """The map names an element that items do not have."""

    code = "catalogue.map_element"
    text = gettext_noop("The column map names “{element}”, which is not an element of an item. Elements: {elements}.")


class MapColumnsMissingError(MapError):
    """The file has none of the columns for a needed element."""

    code = "catalogue.map_columns"
    text = gettext_noop("The file has no column for “{element}” (expected: {expected}; found: {found}).")


class ImportOvertakenError(ConflictError):
    """An item with one of the codes was made while the file was read."""

    code = "catalogue.import_overtaken"
    text = gettext_noop(
        "Somebody made one of these items while the file was read. Nothing was taken in; please try again."
    )


class NotYetInEffectError(ConflictError):
    """A version in effect would be replaced too early."""

    code = "catalogue.not_yet_in_effect"
    text = gettext_noop(
        "This version takes effect on {effective_on} and would replace the one that holds until then; publish it on that day."
    )
