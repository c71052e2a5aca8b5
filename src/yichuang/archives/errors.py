"""What the making and reading of packages refuses."""

from yichuang.core.errors import ConflictError, FieldProblem, InvalidError, NotFoundError, gettext_noop

REASON_MISSING = gettext_noop("Please say in at most {most} characters what it is needed for.")


class CaseOpenError(ConflictError):
    """The case is still open. Details: `case_no`, `state`."""

    code = "archives.case_open"
    text = gettext_noop("Case {case_no} is not closed yet ({state}). A package is made once it is closed.")


class LedgerBrokenError(ConflictError):
    """The ledger of the case does not prove itself. Details: `case_no`, `seq`."""

    code = "archives.ledger_broken"
    text = gettext_noop(
        "The ledger of case {case_no} does not hold at row {seq}, so no package is made. Please tell the supervisor."
    )


class FileChangedError(ConflictError):
    """A stored file is not what was handed in. Details: `path`."""

    code = "archives.file_changed"
    text = gettext_noop("The stored file {path} is not what was handed in. Please tell the operator.")


class PackageNotFoundError(NotFoundError):
    """No such package, or one of a body whose archive the actor does not keep."""

    code = "archives.not_found"
    text = gettext_noop("There is no such package.")


class RetentionInvalidError(InvalidError):
    """The setting names a period that there is not. Details: `given`, `periods`."""

    code = "archives.retention_invalid"
    text = gettext_noop("“{given}” is not a retention period. Please use one of: {periods}.")


class ReasonMissingError(InvalidError):
    """What a package is needed for is not said, or at too great length."""

    code = "archives.reason"
    text = gettext_noop("Something is missing or too long.")


def reason_problem(given: str, most: int) -> ReasonMissingError:
    """The refusal of that reason."""
    return ReasonMissingError([FieldProblem("reason", "archives.reason", REASON_MISSING, given[:200], {"most": most})])
