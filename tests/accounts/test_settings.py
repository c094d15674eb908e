"""What a person settles for themselves: the look, the keys, the clock."""

SAID = {"theme": "dark", "density": "compact", "time_zone": "Europe/Oslo"}


class TestSettings:
    def test_keeps_look_and_rows_for_every_page(self, cast, sign_in):
        browser = sign_in(cast.priya)

        browser.post("/settings/", {**SAID, "single_keys": "on"})

        page = browser.get("/tasks/").content.decode()
        assert 'data-theme="dark"' in page
        assert 'data-density="compact"' in page
        assert 'data-keys="off"' not in page

    def test_lets_single_keys_be_switched_off_and_on(self, cast, sign_in):
        browser = sign_in(cast.priya)

        browser.post("/settings/", SAID)
        off = browser.get("/tasks/").content.decode()
        browser.post("/settings/", {**SAID, "single_keys": "on"})
        on = browser.get("/tasks/").content.decode()

        assert 'data-keys="off"' in off
        assert 'data-keys="off"' not in on

    def test_says_what_is_wrong_with_a_time_zone_and_keeps_it(self, cast, sign_in):
        answer = sign_in(cast.priya).post("/settings/", {**SAID, "time_zone": "Oslo time"})

        assert answer.status_code == 422
        assert "is not a time zone; say it like Europe/Oslo." in answer.content.decode()
        assert 'value="Oslo time"' in answer.content.decode()

    def test_goes_by_the_reader_s_clock(self, cast, sign_in):
        from delegation.notices.models import Notice

        for person in (cast.priya, cast.omar):
            Notice.objects.create(
                organisation=cast.halden, to=person, kind="word", subject="It is printed",
                created_at="2026-11-25T23:30:00Z",
            )  # fmt: skip
        cast.omar.time_zone = "America/New_York"
        cast.omar.save()

        assert ">26 Nov<" in sign_in(cast.priya).get("/").content.decode()
        assert ">25 Nov<" in sign_in(cast.omar).get("/").content.decode()
