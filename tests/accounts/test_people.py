"""What is kept of people and of the organisation, and how an organisation is opened."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from delegation.accounts.models import Absence, Organisation, Person, Role, User
from delegation.audit.models import AuditEvent

KEPT = {
    "name": "Priya Nair", "team_name": "Databases", "grade": "4", "hours_per_week": "30", "initiative_share": "40",
    "rate_per_hour": "71.50",
}  # fmt: skip
PASSWORD = "four quiet grey herons"


def page_of(person, *more):
    return "/".join([f"/people/{person.pk}", *more, ""])


class TestPerson:
    def test_is_kept_by_a_manager_and_what_an_hour_costs_stays_out_of_the_trail(self, cast, sign_in):
        answer = sign_in(cast.marta).post(page_of(cast.priya), KEPT)

        assert answer.status_code == 302
        priya = Person.objects.select_related("team").get(pk=cast.priya.pk)
        assert (priya.team.name, priya.grade, priya.minutes_per_week) == ("Databases", 4, 1800)
        assert (priya.initiative_share, float(priya.rate_per_hour)) == (40, 71.5)
        event = AuditEvent.objects.get()
        assert "minutes_per_week: 2250" in event.before
        assert "71.5" not in event.before + event.after

    @pytest.mark.parametrize("name", ["priya", "omar", "sven", "otto"])
    def test_shows_its_cost_to_managers_alone(self, cast, sign_in, name):
        Person.objects.filter(pk=cast.priya.pk).update(rate_per_hour="63.75")
        assert "63.75" in sign_in(cast.marta).get(page_of(cast.priya)).content.decode()
        browser = sign_in(getattr(cast, name))
        shown = browser.get(page_of(cast.priya))
        assert shown.status_code == 200
        assert "63.75" not in shown.content.decode()
        assert browser.post(page_of(cast.priya), KEPT).status_code == 403
        assert Person.objects.get(pk=cast.priya.pk).name == "Priya"

    @pytest.mark.parametrize("name", ["priya", "marta", "eva", "sven", "otto", "ada", "lena", "asha"])
    def test_leads_on_to_the_people_only_those_who_may_see_them(self, cast, sign_in, name):
        browser = sign_in(getattr(cast, name))
        shown = browser.get(page_of(getattr(cast, name))).content.decode()

        trail = '<p class="trail"><a href="/people/">'
        assert (trail in shown) == (browser.get("/people/").status_code == 200)
        assert (trail in shown) == (name not in {"eva", "asha"})

    @pytest.mark.parametrize("name", ["nils", "nora", "lena", "asha"])
    def test_of_another_organisation_is_not_found(self, cast, sign_in, name):
        browser = sign_in(getattr(cast, name))
        assert browser.get(page_of(cast.priya)).status_code == 404
        assert browser.post(page_of(cast.priya), KEPT).status_code == 404
        away = {"from_on": "2026-12-01", "to_on": "2026-12-02"}
        assert browser.post(page_of(cast.priya, "absences"), away).status_code == 404

    def test_says_what_is_wrong_and_changes_nothing(self, cast, sign_in):
        answer = sign_in(cast.marta).post(page_of(cast.priya), {**KEPT, "grade": "9", "hours_per_week": "-1"})
        assert answer.status_code == 422
        assert 'value="71.50"' in answer.content.decode()
        assert not AuditEvent.objects.exists()


class TestAbsence:
    def test_is_noted_by_oneself_or_a_manager_and_taken_back(self, cast, sign_in):
        first = timezone.localdate() + timedelta(days=10)
        words = {"from_on": f"{first:%Y-%m-%d}", "to_on": f"{first + timedelta(days=4):%Y-%m-%d}"}

        assert sign_in(cast.priya).post(page_of(cast.priya, "absences"), words).status_code == 302
        again = sign_in(cast.marta).post(page_of(cast.priya, "absences"), words)
        assert again.status_code == 422
        assert "noted already" in again.content.decode()
        assert sign_in(cast.omar).post(page_of(cast.priya, "absences"), words).status_code == 403
        away = Absence.objects.get()
        assert (away.from_on, away.organisation) == (first, cast.halden)
        assert (
            sign_in(cast.omar).post(page_of(cast.priya, "absences", str(away.pk), "withdrawal")).status_code
            == 403
        )
        assert (
            sign_in(cast.priya).post(page_of(cast.priya, "absences", str(away.pk), "withdrawal")).status_code
            == 302
        )
        assert not Absence.objects.exists()

    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            ("2026-12-05", "2026-12-01", "ends before it starts"),
            ("2026-12-05", "2036-12-01", "two years"),
            ("x", "", "date"),
        ],
    )
    def test_of_no_days_gets_a_sentence(self, cast, sign_in, first, last, sentence):
        answer = sign_in(cast.priya).post(page_of(cast.priya, "absences"), {"from_on": first, "to_on": last})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Absence.objects.exists()


class TestOrganisation:
    WORDS = {
        "name": "Halden Foods", "time_zone": "Europe/Berlin", "country": "de", "currency": "eur", "workday_from": "07:30",
        "workday_to": "16:00",
    }  # fmt: skip

    def test_is_kept_by_its_administrator(self, cast, sign_in):
        assert sign_in(cast.ada).post("/settings/organisation/", self.WORDS).status_code == 302
        halden = Organisation.objects.get(pk=cast.halden.pk)
        assert (halden.name, halden.time_zone, halden.country, halden.currency) == (
            "Halden Foods", "Europe/Berlin", "DE", "EUR",
        )  # fmt: skip
        assert "time_zone: Europe/Oslo" in AuditEvent.objects.get().before

    @pytest.mark.parametrize("name", ["marta", "priya", "eva", "sven", "otto", "asha"])
    def test_is_not_for_others(self, cast, sign_in, name):
        browser = sign_in(getattr(cast, name))
        assert browser.get("/settings/organisation/").status_code == 403
        assert browser.post("/settings/organisation/", self.WORDS).status_code == 403
        assert Organisation.objects.get(pk=cast.halden.pk).name == "Halden"

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("time_zone", "Oslo", "not a time zone"), ("country", "XX", "not known"), ("currency", "1€", "three letters"),
            ("workday_to", "06:00", "ends before it starts"), ("name", "", "required"),
        ],
    )  # fmt: skip
    def test_says_what_is_wrong(self, cast, sign_in, field, value, sentence):
        answer = sign_in(cast.ada).post("/settings/organisation/", {**self.WORDS, field: value})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert Organisation.objects.get(pk=cast.halden.pk).name == "Halden"


class TestOpening:
    def test_gives_the_first_administrator_a_way_in(self, db, capsys):
        call_command(
            "organisation",
            "Norrøna Lager",
            "--admin",
            "Ida@lager.example",
            "--admin-name",
            "Ida",
            "--country",
            "NO",
        )

        opened = Organisation.objects.get()
        assert (opened.kind, opened.country, opened.slug) == ("client", "NO", "norrna-lager")
        path = re.search(r"http://[^/]+(/\S+)", capsys.readouterr().out)[1]
        browser = Client()
        form = browser.get(path, follow=True)
        browser.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
        answer = browser.post("/accounts/login/", {"login": "ida@lager.example", "password": PASSWORD})
        assert answer.status_code == 302
        assert browser.get("/people/").status_code == 200
        assert Person.objects.get().role == Role.ADMIN
        verbs = AuditEvent.objects.filter(organisation=opened).order_by("id").values_list("verb", flat=True)
        assert list(verbs)[:2] == ["opened", "took the first seat"]

    def test_an_existing_login_keeps_its_password(self, cast, capsys):
        cast.nora.user.set_password(PASSWORD)
        cast.nora.user.save()
        call_command("organisation", "Norrby", "--admin", "nora@norrby.example", "--admin-name", "Nora")
        assert "signs in at" in capsys.readouterr().out
        assert Organisation.objects.filter(slug="norrby-2").exists()
        assert User.objects.get(pk=cast.nora.user.pk).check_password(PASSWORD)

    @pytest.mark.parametrize("words", [
        ["X", "--admin", "nobody", "--admin-name", "N"],
        ["X", "--admin", "a@b.example", "--admin-name", "N", "--time-zone", "Oslo"],
        ["X", "--admin", "a@b.example", "--admin-name", "N", "--country", "XX"],
        ["", "--admin", "a@b.example", "--admin-name", "N"],
    ])  # fmt: skip
    def test_says_what_is_wrong_and_writes_nothing(self, db, words):
        with pytest.raises(CommandError, match=r"Nothing was written\."):
            call_command("organisation", *words)
        assert not Organisation.objects.exists()
        assert not User.objects.exists()
