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


class TestAlike:
    def test_groups_what_is_worded_alike(self):
        topics, said = texts(80)

        labels = alike(said)

        assert purity(labels, topics) == 1
        assert np.mean(labels >= 0) > 0.6

    def test_gives_the_same_for_the_same_seed(self):
        _, said = texts(80)

        assert alike(said, seed=3).tolist() == alike(said, seed=3).tolist()

    def test_leaves_alone_what_nobody_repeats(self):
        assert set(alike([f"{chr(97 + n) * 5} {chr(98 + n) * 7}" for n in range(20)])) == {-1}

    def test_makes_nothing_of_too_few(self):
        assert alike(["printer jam"] * 30).tolist() == [-1] * 30
        assert alike([]).tolist() == []

    def test_groups_by_the_only_word_that_comes_back(self):
        said = [f"printer {chr(97 + n) * 4}" if n < 5 else chr(97 + n) * 6 for n in range(12)]

        assert alike(said).tolist() == [0] * 5 + [-1] * 7

    def test_cuts_a_large_export_into_blocks(self, monkeypatch):
        monkeypatch.setattr(likeness, "BLOCK", 40)
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
