import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.engine.chores.titles import normalised, words_of


class TestNormalised:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Backup of SRV-DB01 failed", "backup of srv-db02 failed"),
            ("Disk 91 % full on 10.0.0.7", "Disk 97% full on 192.168.1.20:8080"),
            ("Reset password for CORP\\anna", "Reset password for anna@example.org"),
            ("Certificate expires 2024-03-01", "Certificate expires 01/04/2024"),
            ("Month end close March 2024", "Month end close 3 April"),
            ("Job failed at 02:13", "Job failed at 04:44:01"),
            ("Report KW 12 missing", "Report week 7 missing"),
            ("Cannot open https://intranet.example/a?b=1", "Cannot open www.example.org"),
            ("Files left in /var/spool/out", "Files left in c:\\temp\\out"),
            ("Server app.prod.example.org down", "Server 10.1.2.3 down"),
            ("INC0012345: follow-up", "INC0067890: follow-up"),
            ("Check 1, 2 and 3.", "Check 4, 5"),
            ("Dear ph_name", "Dear [NAME]"),
            ("Patch Tuesday", "Patch Monday"),
        ],
    )
    def test_makes_repetitions_equal(self, one, other):
        assert normalised(one) == normalised(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Backup failed", "Backup started"), ("Lock user", "Unlock user"), ("Printer jam", "Paper jam")],
    )
    def test_keeps_different_work_apart(self, one, other):
        assert normalised(one) != normalised(other)

    @given(title=st.text(max_size=600))
    def test_takes_any_text(self, title):
        assert len(normalised(title)) <= 8 * 400


def test_words_of_a_title_that_says_nothing_are_none():
    assert words_of(normalised("INC0001 2024-01-01")) == ""
    assert words_of(normalised("Restart SRV-1 now")) == "restart now"
