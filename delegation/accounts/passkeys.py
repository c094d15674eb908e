"""The form of a new passkey, in our words; the ceremony is the sign-in library's."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """Names and explains what it asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What you call it"
        self.fields["name"].help_text = "So that you know it again: my phone, the key on my ring."
        alone = self.fields["passwordless"]
        alone.label = "Sign in with it alone"
        alone.help_text = "A passkey, with a finger, a face or a PIN and no password. Otherwise it is asked for after your password."
