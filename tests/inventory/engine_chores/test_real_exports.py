"""The figures promised on real exports, which may not be shipped: read from beside the project, or skipped loudly."""

import csv
import gzip
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from inventory.engine.chores import key_of, mine
from inventory.engine.reading import read

HERE = Path(__file__).resolve()
REAL = HERE.parents[3].parent / "shared" / "data"
LABELS = HERE.parents[1] / "fixtures"
FIRST = date(2016, 2, 29)

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"REAL EXPORTS ARE MISSING: {REAL} is absent, so no promised figure is checked."
)


@pytest.fixture(scope="module")
def incidents():
    """Seven weeks of a real desk, from 29 February to 17 April 2016: categories and times, no text."""
    packed = (REAL / "servicenow_incidents" / "incidents_final_state.csv.gz").read_bytes()
    return read(gzip.decompress(packed)).tickets


@pytest.fixture(scope="module")
def weeks(incidents):
    """How many tickets each key has in each of the seven weeks."""
    counted = defaultdict(lambda: [0] * 7)
    for ticket in incidents:
        counted[key_of(ticket)][(ticket.opened_at.date() - FIRST).days // 7] += 1
    return counted


def every_week(chores):
    return {chore.key for chore in chores if chore.rhythm in {"daily", "weekly"}}


class TestSevenWeeksOfIncidents:
    def test_what_four_weeks_promise_the_next_three_keep(self, incidents, weeks):
        promised = every_week(mine(incidents, since=FIRST, until=FIRST + timedelta(weeks=4)))

        kept = [key for key in promised if all(weeks[key][4:])]
        volume = sum(sum(weeks[key][4:]) for key in promised) / sum(
            sum(counts[4:]) for counts in weeks.values()
        )
        assert len(kept) / len(promised) >= 0.9
        assert volume >= 0.65

    def test_finds_the_keys_of_six_weeks_in_seven_and_no_others(self, incidents, weeks):
        true = {key for key, counts in weeks.items() if sum(map(bool, counts)) >= 6}
        assert len(true) == 109

        found = every_week(mine(incidents))

        assert len(found & true) / len(found) >= 0.95
        assert len(found & true) / len(true) >= 0.95

    def test_claims_no_calendar_for_what_people_cause(self, incidents):
        assert [chore.key for chore in mine(incidents) if chore.rule] == []


@pytest.fixture(scope="module")
def proposed():
    """The numbers of the help-desk tickets in the raw export, and which proposal of the product each is in, or -1."""
    tickets = read((REAL / "vendor_helpdesk_threads" / "tickets.csv").read_bytes()).tickets
    numbers = [ticket.external_id for ticket in tickets]
    chore_of = {
        ticket.external_id: place for place, chore in enumerate(mine(tickets)) for ticket in chore.tickets
    }
    return numbers, np.array([chore_of.get(number, -1) for number in numbers])


class TestHelpdeskOpenings:
    """What the product proposes, five tickets and more, against labels given by hand."""

    @pytest.mark.parametrize(
        ("files", "least"),
        [
            (["helpdesk_openings.csv"], 0.65),
            (["helpdesk_openings_later.csv"], 0.65),
            (["helpdesk_openings.csv", "helpdesk_openings_later.csv"], 0.60),
        ],
        ids=["the hundred it was chosen on", "the others", "together"],
    )
    def test_puts_together_what_a_reader_put_together(self, proposed, files, least):
        numbers, groups = proposed
        labels = _labels(*files)

        purity, coverage = _agreement(groups, numbers, labels)

        lots = [np.random.default_rng(seed).permutation(groups) for seed in range(20)]
        by_lot = np.mean([_agreement(lot, numbers, labels)[0] for lot in lots])
        assert purity >= least
        assert coverage >= 0.5
        assert purity >= by_lot + 0.15  # small groups are pure by chance; ours are purer


def _labels(*files):
    labels = {}
    for name in files:
        with (LABELS / name).open() as labelled:
            labels |= {row["issueid"]: row["label"] for row in csv.DictReader(labelled)}
    return labels


def _agreement(groups, tickets, labels):
    said = defaultdict(list)
    for ticket, group in zip(tickets, groups, strict=True):
        if ticket in labels and group >= 0:
            said[group].append(labels[ticket])
    assigned = sum(map(len, said.values()))
    most = sum(Counter(group).most_common(1)[0][1] for group in said.values())
    return most / assigned, assigned / len(labels)
