"""A real mail server that refuses, hangs, dies and comes back: nobody waits for ever, and no notice is lost."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as installed
from django.utils import timezone

from delegation.notices import jobs
from delegation.notices.models import Notice
from delegation.notices.word import tell
from tests.faults.mail_server import MailServer, silence
from tests.processes import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings):
    """A mail server that Relay knows and that is not up yet."""
    server = MailServer(free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 1
    yield server
    server.down()


def owe(*people, count=1):
    return [tell(person, subject=f"Answer {n}", must_act=True) for n in range(count) for person in people]


def waiting(*people) -> int:
    return Notice.objects.owed().filter(to__in=people).count() if people else Notice.objects.owed().count()


def later(wait=timedelta(minutes=6)):
    """The clock's next tick, after every pause has passed."""
    with time_machine.travel(timezone.now() + wait):
        return jobs.relay()


class TestAServerThatIsAway:
    def test_is_asked_once_a_round_and_gets_everything_when_it_is_back(self, server, cast):
        owe(cast.priya, cast.marta, cast.lena)

        assert jobs.relay() == 0

        assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 1]
        server.up()
        assert later() == 3
        assert waiting() == 0
        assert len(server.letters) == len(server.copies) == 3

    def test_that_hangs_costs_one_pause_however_much_is_waiting(self, server, cast):
        owe(cast.priya, count=20)

        with silence(server.port) as callers:
            began = time.monotonic()
            assert jobs.relay() == 0
            assert jobs.relay() == 0, "it is left alone for a while"
            assert time.monotonic() - began < 10

        assert len(callers) == 1
        assert waiting() == 20
        server.up()
        assert later() == 20
        assert max(server.copies.values()) == 1

    def test_that_dies_in_the_middle_of_a_letter_gets_it_again_under_the_same_name(self, server, cast):
        (notice,) = owe(cast.priya)
        server.up()
        server.dies_in_data = True
        assert jobs.relay() == 0

        server.dies_in_data = False
        assert later() == 1

        assert server.copies == {f"<{notice.pk}@127.0.0.1>": 1}
        assert waiting() == 0

    def test_that_takes_the_letter_and_dies_before_it_says_so_gets_a_copy_under_the_same_name(
        self, server, cast, monkeypatch
    ):
        (notice,) = owe(cast.priya)
        server.up()
        with monkeypatch.context() as dying:
            dying.setattr("smtplib.SMTP.getreply", _deaf_after_data())
            assert jobs.relay() == 0

        assert later() == 1

        assert server.copies == {f"<{notice.pk}@127.0.0.1>": 2}

    def test_says_busy_for_a_day_and_nothing_is_lost(self, server, cast):
        owe(cast.priya, cast.marta)
        server.up()
        server.on_letter = lambda _letter: "451 Come back tomorrow"
        start = timezone.now()
        for hour in range(23):
            with time_machine.travel(start + timedelta(hours=hour)):
                jobs.relay()
        assert waiting() == 2

        server.on_letter = lambda _letter: None
        assert later(timedelta(hours=23.5)) == 2

    def test_that_was_away_for_two_days_gets_one_digest_and_no_storm(self, server, cast):
        owe(cast.priya, count=30)
        assert jobs.relay() == 0
        server.up()

        morning = (timezone.now() + timedelta(days=2)).replace(hour=8)
        with time_machine.travel(morning):
            jobs.digests()
            jobs.relay()

        (letter,) = server.letters
        assert "Answer 29" in letter.message.get_payload()
        assert waiting() == 0

    def test_has_ten_seconds_for_each_answer_where_nobody_says_otherwise(self):
        assert 0 < installed.EMAIL_TIMEOUT <= 10


class TestAnAddressThatIsRefused:
    def test_does_not_keep_the_others_from_theirs(self, server, cast):
        owe(cast.priya, cast.marta, cast.lena)
        server.answers["marta@halden.example"] = "550 No such mailbox"
        server.up()

        assert jobs.relay() == 2

        assert server.came_to("priya@halden.example")
        assert server.came_to("lena@meridian.example")
        assert waiting() == 0

    def test_is_told_to_whoever_keeps_the_seats_once_a_day(self, server, cast, sign_in):
        owe(cast.marta, count=3)
        server.answers["marta@halden.example"] = "550 No such mailbox"
        server.up()
        jobs.relay()

        page = sign_in(cast.ada).get("/notices/").content.decode()

        assert page.count(">Mail to Marta is refused<") == 1
        assert "550" in page
        own = sign_in(cast.marta).get("/notices/").content.decode()
        assert "Answer 0" in own, "it can still be read after signing in"

    def test_at_the_partner_is_told_to_the_lead(self, server, cast):
        owe(cast.asha)
        server.answers["asha@meridian.example"] = "553 Not here"
        server.up()
        jobs.relay()

        told = Notice.objects.get(kind="undeliverable")
        assert (told.to, told.subject) == (cast.lena, "Mail to Asha is refused")

    def test_for_now_is_tried_again_and_the_others_get_theirs(self, server, cast):
        owe(cast.marta, cast.priya)
        server.answers["marta@halden.example"] = "450 Mailbox is busy"
        server.up()
        assert jobs.relay() == 1
        assert waiting(cast.marta) == 1

        del server.answers["marta@halden.example"]

        assert later() == 1
        assert server.came_to("marta@halden.example")


class TestALetter:
    def test_goes_to_nobody_whose_seat_ended_meanwhile(self, server, cast):
        owe(cast.priya, cast.marta)
        cast.priya.ended_at = timezone.now()
        cast.priya.save()
        cast.marta.user.is_active = False
        cast.marta.user.save()
        server.up()

        assert jobs.relay() == 0
        assert (server.letters, waiting()) == ([], 0)

    def test_leads_a_partner_to_the_portal_and_a_client_to_the_site(self, server, cast, settings):
        settings.SITE_URL, settings.PORTAL_URL = "https://relay.example", "https://partners.relay.example"
        tell(cast.lena, subject="An offer", address="/portal/handoffs/", must_act=True)
        tell(cast.priya, subject="A question", address="/tasks/", must_act=True)
        server.up()
        jobs.relay()

        (to_lena,), (to_priya,) = (
            server.came_to("lena@meridian.example"),
            server.came_to("priya@halden.example"),
        )
        assert "https://partners.relay.example/portal/handoffs/" in to_lena.message.get_payload()
        assert "https://relay.example/tasks/" in to_priya.message.get_payload()
        assert "https://relay.example/" not in to_lena.message.get_payload()

    def test_says_nothing_that_people_wrote_beyond_a_title(self, server, cast):
        tell(cast.priya, subject="A question about Backup", body="The vault's code is 4711.", must_act=True)
        server.up()
        jobs.relay()

        (letter,) = server.letters
        assert "4711" not in letter.message.as_string()
        assert Notice.objects.get().body == "The vault's code is 4711."

    @pytest.mark.parametrize("gap", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
    def test_lets_no_title_write_a_header(self, server, cast, gap):
        title = f"Backup{gap}Bcc: spy@evil.example{gap}{gap}.{gap}MAIL FROM:<spy@evil.example>"
        tell(cast.priya, subject=f"Past its day: {title}", must_act=True)
        server.up()
        jobs.relay()

        (letter,) = server.letters
        assert letter.to == ("priya@halden.example",)
        assert {name.lower() for name in letter.message.keys()} == {  # noqa: SIM118 - a message is no dictionary
            "content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to", "date", "message-id",
        }  # fmt: skip


def _deaf_after_data():
    """The reply to a whole letter never arrives: the line was cut right behind it."""
    import smtplib

    hear, heard = smtplib.SMTP.getreply, []

    def getreply(self):
        answer = hear(self)
        heard.append(answer[0])
        if answer[0] == 250 and 354 in heard:
            self.close()
            raise smtplib.SMTPServerDisconnected("cut")
        return answer

    return getreply
