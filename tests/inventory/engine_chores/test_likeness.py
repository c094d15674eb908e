import random

import numpy as np
import pytest

from inventory.engine.chores import likeness
from inventory.engine.chores.likeness import alike

TOPICS = {
    "printer": "paper tray jam toner empty office printer",
    "mailbox": "mailbox quota exceeded outlook cannot send mail",
    "vpn": "vpn tunnel drops remote connection timeout client",
    "payroll": "payroll interface run salary export stopped ledger",
}


def texts(count, *, seed=1):
    dice = random.Random(seed)
    topics = [list(TOPICS)[number % len(TOPICS)] for number in range(count)]
    return topics, [" ".join(dice.sample(TOPICS[topic].split(), 5)) for topic in topics]


def purity(labels, topics):
    groups = [[topics[n] for n in np.flatnonzero(labels == label)] for label in set(labels) - {-1}]
    return sum(max(map(group.count, group)) for group in groups) / sum(map(len, groups))


@pytest.fixture(params=[1000, 0], ids=["a few", "many"])
def either_way(request, monkeypatch):
    """A few texts are told by average linkage, many by density; what holds of both is tested of both."""
    monkeypatch.setattr(likeness, "FEW_TEXTS", request.param)


class TestAlike:
    def test_groups_what_is_worded_alike(self, either_way):
        topics, said = texts(80)

        labels = alike(said)

        assert purity(labels, topics) == 1
        assert np.mean(labels >= 0) > 0.6

    def test_gives_the_same_for_the_same_seed(self, either_way):
        _, said = texts(80)

        assert alike(said, seed=3).tolist() == alike(said, seed=3).tolist()

    def test_leaves_alone_what_nobody_repeats(self, either_way):
        letters = [chr(97 + n) for n in range(26)]
        dice = random.Random(1)

        assert set(alike([" ".join("".join(dice.sample(letters, 7)) for _ in "ab") for _ in range(20)])) == {
            -1
        }

    def test_sees_past_greetings_and_takes_forms_of_a_word_for_one(self):
        said = ["dear team please restart the printing queue", "greetings queues of printers to be restarted"]
        said += ["dear team please unlock payroll accounts", "greetings kindly unlocking account of payroll"]
        said += [
            f"dear team please {word}" for word in ("vpn", "toner", "backup", "ledger", "scanner", "kiosk")
        ]

        labels = alike(said)

        assert labels[0] == labels[1] >= 0
        assert labels[2] == labels[3] >= 0
        assert labels[0] != labels[2]
        assert set(labels[4:]) == {-1}

    def test_makes_nothing_of_greetings(self):
        assert set(alike("hello dear team please kindly regards thanks attached urgent asap".split())) == {-1}  # noqa: SIM905

    def test_says_the_same_of_the_texts_in_another_order(self):
        _, said = texts(80)
        order = np.random.default_rng(2).permutation(80)

        here, there = alike(said), alike([said[place] for place in order])

        pairs = {(one, other) for one, other in zip(here[order].tolist(), there.tolist(), strict=True)}
        assert len(pairs) == len(set(here)) == len(set(there))

    def test_tells_many_by_density(self):
        topics, said = texts(1200)

        labels = alike(said)

        assert purity(labels, topics) > 0.95
        assert np.mean(labels >= 0) > 0.5

    def test_makes_nothing_of_too_few(self, either_way):
        assert alike(["printer jam"] * 30).tolist() == [-1] * 30
        assert alike([]).tolist() == []

    def test_groups_by_the_only_word_that_comes_back(self, either_way):
        said = [f"printer {chr(97 + n) * 4}" if n < 5 else chr(97 + n) * 6 for n in range(12)]

        assert alike(said).tolist() == [0] * 5 + [-1] * 7

    def test_cuts_a_large_export_into_blocks(self, monkeypatch):
        monkeypatch.setattr(likeness, "BLOCK", 40)
        monkeypatch.setattr(likeness, "FEW_TEXTS", 0)
        topics, said = texts(400)

        labels = alike(said)

        assert purity(labels, topics) > 0.95
        assert np.mean(labels >= 0) > 0.5

    def test_joins_groups_of_nearly_the_same_words(self):
        said = ["restart queue now", "now restart queue", "print label"]

        merged = likeness._merged(np.array([0, 1, 2]), said)

        assert merged[0] == merged[1] != merged[2]


@pytest.mark.parametrize("members", [[0, 1, 2], [2, 1, 0]])
def test_typical_is_the_most_frequent_text(members):
    assert likeness.typical(["b", "a", "a"], np.array(members)) == "a"
