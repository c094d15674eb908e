"""The relay and the digest: nothing lost, nothing twice, nothing when there is nothing to say."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from delegation.notices import jobs
from delegation.notices.models import Notice
from delegation.notices.word import tell

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 10, 5, 6, tzinfo=UTC)  # 08:00 in Oslo


class TestRelay:
    def test_sends_what_must_be_acted_on_at_once_under_one_name(self, cast):
        notice = tell(cast.priya, subject="Answer Meridian", must_act=True, address="/tasks/")

        assert (jobs.relay(), jobs.relay()) == (1, 0)

        (message,) = mail.outbox
        assert message.to == ["priya@halden.example"]
        assert message.extra_headers["Message-ID"] == f"<{notice.pk}@127.0.0.1>"
        assert "/tasks/" in message.body

    def test_says_nothing_twice_for_one_key(self, cast):
        assert tell(cast.priya, subject="Due", key="run:1:due") is not None
        assert tell(cast.priya, subject="Due", key="run:1:due") is None
        assert Notice.objects.count() == 1

    def test_says_nothing_to_somebody_who_left(self, cast):
        cast.priya.ended_at = MONDAY
        cast.priya.save()

        assert tell(cast.priya, subject="Due", must_act=True) is None

    def test_keeps_a_subject_with_line_breaks_out_of_the_headers(self, cast):
        tell(cast.priya, subject="Due\r\nBcc: everybody@example.org", must_act=True)

        jobs.relay()

        assert mail.outbox[0].subject == "Due Bcc: everybody@example.org"
        assert mail.outbox[0].recipients() == ["priya@halden.example"]

    def test_tries_again_later_while_the_mail_server_is_down(self, cast, monkeypatch):
        tell(cast.priya, subject="Due", must_act=True)
        with monkeypatch.context() as down:
            down.setattr(
                "django.core.mail.EmailMessage.send",
                lambda *_a, **_k: (_ for _ in ()).throw(OSError("refused")),
            )
            assert jobs.relay() == 0
        waiting = Notice.objects.get()
        assert (waiting.sent_at, waiting.attempts, waiting.last_error) == (None, 1, "away: OSError")
        assert jobs.relay() == 0, "it waits before it tries again"

        with time_machine.travel(waiting.next_try_at + timedelta(seconds=1)):
            assert jobs.relay() == 1
        assert len(mail.outbox) == 1

    def test_never_gives_up_on_a_server_that_is_down_for_a_day(self, cast, monkeypatch):
        tell(cast.priya, subject="Due", must_act=True)
        monkeypatch.setattr(
            "django.core.mail.EmailMessage.send", lambda *_a, **_k: (_ for _ in ()).throw(OSError("refused"))
        )
        for _ in range(40):
            with time_machine.travel(Notice.objects.get().next_try_at + timedelta(seconds=1)):
                jobs.relay()

        notice = Notice.objects.get()
        assert (notice.attempts, notice.dead_at) == (40, None)
        assert notice.next_try_at - notice.sending_at <= timedelta(minutes=6)


class TestDigest:
    def test_is_one_mail_a_morning_with_everything_in_it(self, cast):
        for number in range(3):
            tell(cast.priya, subject=f"News {number}", at=MONDAY - timedelta(hours=1))

        assert jobs.digests(at=MONDAY.isoformat()) == 1
        assert jobs.digests(at=(MONDAY + timedelta(hours=2)).isoformat()) == 0
        with time_machine.travel(MONDAY + timedelta(minutes=1)):
            jobs.relay()

        (message,) = mail.outbox
        assert all(f"News {number}" in message.body for number in range(3))

    def test_is_not_sent_when_there_is_nothing_to_say(self, cast):
        assert jobs.digests(at=MONDAY.isoformat()) == 0

    def test_waits_for_the_morning_where_the_person_is(self, cast):
        tell(cast.priya, subject="News", at=MONDAY - timedelta(hours=5))
        cast.priya.time_zone = "America/New_York"
        cast.priya.save()

        assert jobs.digests(at=MONDAY.isoformat()) == 0
        assert jobs.digests(at=(MONDAY + timedelta(hours=6)).isoformat()) == 1

    @pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-02-28", "2026-12-31"])
    def test_comes_once_a_local_day_over_clock_changes_and_month_ends(self, cast, day):
        start = datetime.fromisoformat(f"{day}T00:00:00+01:00").astimezone(UTC)
        owed = 0
        for step in range(2 * 24 * 2):
            at = start + timedelta(minutes=30 * step)
            tell(cast.priya, subject=f"News {step}", at=at)
            owed += jobs.digests(at=at.isoformat())

        assert owed == 2

    def test_goes_to_nobody_whose_seat_has_ended(self, cast):
        tell(cast.priya, subject="News", at=MONDAY - timedelta(hours=1))
        cast.priya.ended_at = MONDAY
        cast.priya.save()

        assert jobs.digests(at=MONDAY.isoformat()) == 0
