"""What the correspondence context refuses."""

from yichuang.core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooManyError,
    gettext_noop,
)


class TextMissingError(InvalidError):
    """Nothing was written."""

    code = "correspondence.text_missing"
    text = gettext_noop("Please write something.")


class TextTooLongError(InvalidError):
    """More was written than is taken."""

    code = "correspondence.text_too_long"
    text = gettext_noop("At most {limit} characters; these are {length}.")


class ConversationClosedError(ConflictError):
    """The case was closed more than a month ago."""

    code = "correspondence.closed"
    text = gettext_noop(
        "The case was closed more than {days} days ago, so no messages are taken here any more. "
        "Ask a question to the department instead."
    )


class NotApplicantError(ForbiddenError):
    """Neither the applicant nor staff who may answer."""

    code = "correspondence.not_applicant"
    text = gettext_noop("Only the applicant and the staff of the department may write about this case.")


class QuestionInvalidError(InvalidError):
    """Fields of a question are missing or wrong."""

    code = "correspondence.question"
    text = gettext_noop("Some of the question is missing or not right. Nothing that you typed is lost.")


class TooManyQuestionsError(TooManyError):
    """More questions than one person asks."""

    code = "correspondence.too_many"
    text = gettext_noop("Many questions came from you or your network within a short time. Please try again later.")


class ConsultationNotFoundError(NotFoundError):
    """No such consultation, or not one that the reader may see."""

    code = "correspondence.no_consultation"
    text = gettext_noop("There is no question with this number that you may see. Compare number and phone number.")


class AlreadyAnsweredError(ConflictError):
    """Somebody answered before."""

    code = "correspondence.answered"
    text = gettext_noop("The question {number} was already answered by {name}.")


class NotAnsweredError(ConflictError):
    """There is no answer that could be published."""

    code = "correspondence.not_answered"
    text = gettext_noop("The question {number} has no answer yet.")


class PublicationUnwantedError(ConflictError):
    """The asker did not agree that the question is published."""

    code = "correspondence.unwanted"
    text = gettext_noop("Whoever asked did not agree that the question is published.")


class NotPublishedError(ConflictError):
    """It is not public."""

    code = "correspondence.not_published"
    text = gettext_noop("The question {number} is not public.")


class PersonalDataError(InvalidError):
    """A wording for the public that shows personal data."""

    code = "correspondence.personal_data"
    text = gettext_noop("The public wording shows personal data. Take it out.")


class SameOrganisationError(ConflictError):
    """It is there already."""

    code = "correspondence.same_organisation"
    text = gettext_noop("The question is with this department already.")
