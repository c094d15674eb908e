"""docs/states.md says what the models say."""

import pytest
from django.core.management import CommandError, call_command


class TestStates:
    def test_are_written_down_as_they_are(self):
        call_command("states", "--check")

    def test_that_are_out_of_date_are_noticed(self, tmp_path):
        page = tmp_path / "states.md"
        call_command("states", "--to", page)
        page.write_text(page.read_text().replace("Offered", "Shown"))

        with pytest.raises(CommandError, match="out of date"):
            call_command("states", "--check", "--to", page)
