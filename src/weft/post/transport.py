"""Carry one letter: by SMTP, or in the demonstration nowhere.

NotCarried
├── NoServer   WEFT_MAIL_URL is not set: letters stay in the outbox
├── TryLater   the server did not answer, or asked to come back
└── Refused    the server will never take this letter
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from django.conf import settings

from weft.config.environment import MailServer
from weft.post.models import Letter
from weft.post.rules import SECONDS_TO_ANSWER

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotCarried(Exception):
    """The letter was not carried; the text names the kind of reason, never an address."""


class NoServer(NotCarried):
    pass


class TryLater(NotCarried):
    pass


class Refused(NotCarried):
    pass


def is_carrying() -> bool:
    """Whether letters leave the outbox at all."""
    return bool(settings.DEMO or settings.MAIL)


def carry(letter: Letter, message_id: str) -> None:
    """Hand the letter over. The demonstration keeps it where it is: whatever is set, it reaches no network."""
    if settings.DEMO:
        return
    if settings.MAIL is None:
        raise NoServer("no mail server is named")
    try:
        written = write(letter, message_id)
    except ValueError:
        raise Refused("a line break in the address or subject") from None
    try:
        _hand_over(written, settings.MAIL)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        codes = _codes(error)
        if codes and min(codes) >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError):
            raise Refused(f"the mail server refused it ({min(codes)})") from None
        raise TryLater(f"the mail server said to come back ({codes[0] if codes else 'no code'})") from None
    except (OSError, smtplib.SMTPException) as error:
        raise TryLater(f"the mail server could not be reached ({type(error).__name__})") from None


def write(letter: Letter, message_id: str) -> EmailMessage:
    """The letter as mail. Raises ValueError for a line break in a header: nobody adds headers of their own."""
    if any(ord(character) < 32 for character in letter.to + letter.subject):
        raise ValueError("A header holds a line break.")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.MAIL_FROM
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{message_id}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
    mail.set_content(letter.body)
    return mail


def _hand_over(mail: EmailMessage, server: MailServer) -> None:
    secure = ssl.create_default_context()
    if server.is_tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS_TO_ANSWER, context=secure
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)
    with connection:
        if not server.is_tls and server.host not in LOOPBACK:
            connection.starttls(context=secure)  # raises where the server offers none
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(mail)


def _codes(error: smtplib.SMTPException) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
