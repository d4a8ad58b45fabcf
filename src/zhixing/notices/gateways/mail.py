"""E-mail, through Django's own mail."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMessage

from zhixing.notices.gateways.gateway import Outgoing, Undeliverable
from zhixing.notices.vocabulary import Reason

_PERMANENT = range(550, 555)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailGateway:
    """Sends by the mail server that Django's settings name."""

    sender: str
    longest: int | None = None
    overheard: bool = False

    def send(self, message: Outgoing) -> None:
        """Send the message."""
        # Marked as what it is, so that nobody's absence note answers it.
        headers = {"Auto-Submitted": "auto-generated"}
        mail = EmailMessage(message.subject, message.text, self.sender, [message.to], headers=headers)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _said in error.recipients.values()]
            known_wrong = all(code in _PERMANENT for code in codes)
            reason = Reason.WRONG_ADDRESS if known_wrong else Reason.BUSY
            raise Undeliverable(reason, f"SMTP {codes}", temporary=not known_wrong) from None
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, smtplib.SMTPSenderRefused) as error:
            raise Undeliverable(Reason.SETTINGS, type(error).__name__, temporary=True) from None
        except (smtplib.SMTPException, OSError) as error:
            raise Undeliverable(Reason.UNREACHABLE, type(error).__name__, temporary=True) from None
