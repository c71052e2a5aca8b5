"""Mail by Django's mail settings (EMAIL_HOST and the like)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from yichuang.outbox.errors import SendingFailedError, SendingRefusedError
from yichuang.outbox.vendors.outgoing import Outgoing

_PERMANENT = 500


class SmtpSender:
    """One plain mail for each message; its Message-ID is made of the reference, so a repetition can be told."""

    name = "smtp"

    def send(self, message: Outgoing) -> None:
        """The mail server has taken the mail; errors as in `Sender`."""
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
        mail = EmailMessage(
            subject=" ".join((message.title or settings.CENTRE_NAME).split()),
            body=message.text,
            to=[message.address],
            headers={"Message-ID": f"<outbox-{message.reference}@{host}>"},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _kind_of(max(codes, default=0))(f"recipient refused {codes}") from error
        except smtplib.SMTPResponseException as error:
            raise _kind_of(error.smtp_code)(f"{type(error).__name__} {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise SendingFailedError(type(error).__name__) from error


def _kind_of(code: int) -> type[SendingFailedError] | type[SendingRefusedError]:
    return SendingRefusedError if code >= _PERMANENT else SendingFailedError
