"""How long a sign-in lasts: it ends when it rests, and it ends for good after a while (security.md, 7.3)."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

BEGAN = "began"
SEEN = "seen"

# By whether the seat is a partner's: how long it may rest, and how long it may last however busy it is.
IDLE = {True: timedelta(minutes=30), False: timedelta(hours=8)}
LONGEST = {True: timedelta(hours=12), False: timedelta(days=7)}
# Whether somebody is still there is written down once a minute, not with every page.
STEP_SECONDS = 60
AGAIN = "You were signed out: {}. Sign in again."


@receiver(user_logged_in)
def begin(request: HttpRequest, **_kwargs: Any) -> None:
    """Stamp the moment of signing in; nothing but signing in again moves it."""
    request.session[BEGAN] = request.session[SEEN] = timezone.now().timestamp()


def why_over(session: SessionBase, *, is_partner: bool) -> str:
    """The sentence for a sign-in that is over, or nothing for one that goes on."""
    now = timezone.now().timestamp()
    if now - float(session.get(BEGAN, now)) > LONGEST[is_partner].total_seconds():
        return AGAIN.format(f"a sign-in lasts {'12 hours' if is_partner else '7 days'} at most")
    if now - float(session.get(SEEN, now)) > IDLE[is_partner].total_seconds():
        return AGAIN.format(f"nothing happened for {'30 minutes' if is_partner else '8 hours'}")
    return ""


def stamp(session: SessionBase) -> None:
    """Write down that somebody is still there. A session from before there was a beginning begins now."""
    now = timezone.now().timestamp()
    if BEGAN not in session:
        session[BEGAN] = now
    if SEEN not in session or now - float(session[SEEN]) > STEP_SECONDS:
        session[SEEN] = now
