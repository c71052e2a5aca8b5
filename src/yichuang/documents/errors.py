"""What this context refuses, each with its reason and remedy."""

from yichuang.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    TooLargeError,
    UnsupportedError,
    gettext_noop,
)


class FileTooLargeError(TooLargeError):
    """The file is larger than the installation takes. Details: `limit_mb`."""

    code = "documents.file_too_large"
    text = gettext_noop("The file is larger than {limit_mb} MB. Please make it smaller or hand it in as several files.")


class FileEmptyError(InvalidError):
    """The file has no content."""

    code = "documents.file_empty"
    text = gettext_noop(
        "The file “{name}” is empty: it has no content. Open it on your device to see whether it is the right one, then "
        "add it again."
    )


class FileIncompleteError(InvalidError):
    """Fewer or more bytes arrived than were announced. Details: `declared`, `received`."""

    code = "documents.file_incomplete"
    text = gettext_noop(
        "The file “{name}” did not arrive whole ({received} of {declared} bytes). Please send it again."
    )


class FileDamagedError(InvalidError):
    """The content claims a type that it does not keep to."""

    code = "documents.file_damaged"
    text = gettext_noop("The file “{name}” is damaged and cannot be opened. Please make or scan it again.")


class FileTypeError(UnsupportedError):
    """The content is of a type that is not taken. Details: `found`, `allowed`."""

    code = "documents.file_type"
    text = gettext_noop(
        "The file “{name}” is of a type that is not taken ({found}). Taken are: {allowed}. Save it as one of these, or take "
        "a photo of it, and add that."
    )


class FileContentError(UnsupportedError):
    """The content is of no type that is known, whatever its name says. Details: `wanted`, `allowed`."""

    code = "documents.file_content"
    text = gettext_noop(
        "The content of the file “{name}” is not {wanted}. Save it as one of {allowed} with the program in which it was made, or "
        "take a photo of it, and add that."
    )


class ExecutableFileError(UnsupportedError):
    """The content is a program, whatever its name says."""

    code = "documents.executable"
    text = gettext_noop(
        "The file “{name}” is a program, not a document. It was not stored. Please add the document itself: as PDF, JPG, "
        "PNG, DOCX, XLSX or OFD."
    )


class ExtensionError(UnsupportedError):
    """The name says one type, the content is another. Details: `extension`, `found`."""

    code = "documents.extension"
    text = gettext_noop(
        "The name “{name}” ends in .{extension}, but the content is {found}. Please give it its right name."
    )


class MacroFileError(UnsupportedError):
    """An office file that carries a program."""

    code = "documents.macro"
    text = gettext_noop("The file “{name}” contains macros. Please save it without macros.")


class EncryptedFileError(UnsupportedError):
    """An office file that cannot be read without a password."""

    code = "documents.encrypted"
    text = gettext_noop("The file “{name}” is locked with a password. Please save it without a password.")


class ArchiveBombError(InvalidError):
    """A packed file that would unpack to far more than it is. Details: `unpacked_mb`."""

    code = "documents.archive_bomb"
    text = gettext_noop(
        "The file “{name}” would unpack to {unpacked_mb} MB and was refused without opening it. Please save it as PDF, or "
        "hand it in as several files."
    )


class ImageTooLargeError(InvalidError):
    """More pixels than the installation takes. Details: `width`, `height`, `limit_megapixels`."""

    code = "documents.image_too_large"
    text = gettext_noop(
        "The picture “{name}” has {width} × {height} pixels; at most {limit_megapixels} million are taken. "
        "Please scan it at a lower resolution."
    )


class UploadNotFoundError(NotFoundError):
    """No such upload, or it is somebody else's."""

    code = "documents.upload_not_found"
    text = gettext_noop("This file does not exist, or you have no access to it.")


class PaperNotFoundError(NotFoundError):
    """No such paper."""

    code = "documents.paper_not_found"
    text = gettext_noop("This paper does not exist, or you have no access to it.")


class ContentMissingError(ConflictError):
    """The row is there but its file is not in the store."""

    code = "documents.content_missing"
    text = gettext_noop("The stored file is missing from the store. Please tell the operator: {digest}.")


class PaperDataError(InvalidError):
    """The data given does not make a paper of that kind; `problems` names each element."""

    code = "documents.paper_data"
    text = gettext_noop("The data does not make a paper of this kind.")


class CounterMovedError(ConflictError):
    """Somebody else issued papers while many were being written."""

    code = "documents.counter_moved"
    text = gettext_noop(
        "Papers of this kind were issued meanwhile ({kind} of {year}); nothing of this lot was written."
    )
