import json

import pytest

from delegation.planning.engine.fit.assignment import Assigned
from tests.load import bench_plan

HEAD = "set,instance,agents,best_min_cost_in_repo\n"


@pytest.fixture
def folder(tmp_path):
    """Two agents and two jobs: the best assignment costs 3."""
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "one.txt").write_text("2 2\n1 9 9 2\n1 1 1 1\n1 1", encoding="utf-8")
    return tmp_path


def run(folder, capsys, *more):
    code = bench_plan.main(["--gap", str(folder), "--seconds", "1", *more])
    told = capsys.readouterr()
    return code, told.out, told.err


class TestGap:
    @pytest.mark.parametrize("reference", [None, HEAD + "made,one,2,3\n", HEAD + "made,other,2,1\n", HEAD])
    def test_is_content_with_a_bound_at_or_below_what_is_known(self, folder, capsys, reference):
        if reference is not None:
            (folder / "reference.csv").write_text(reference, encoding="utf-8")

        code, out, err = run(folder, capsys, "--json")

        assert (code, err) == (0, "")
        rows = json.loads(out)
        assert [list(row) for row in rows] == [["file", "value", "bound", "seconds"]]
        assert (rows[0]["file"], rows[0]["value"], rows[0]["bound"]) == ("made/one.txt", 3, 3)

    @pytest.mark.parametrize("more", [(), ("--json",)])
    def test_says_when_a_bound_is_above_the_best_known_cost(self, folder, capsys, more):
        (folder / "reference.csv").write_text(HEAD + "made,one,2,2\n", encoding="utf-8")

        code, out, err = run(folder, capsys, *more)

        assert code == 1
        assert err == "made/one.txt: The bound 3 is above the best known cost 2, so it is no bound.\n"
        assert not more or json.loads(out)[0]["bound"] == 3

    def test_holds_a_bound_to_what_is_known_also_where_no_assignment_was_found(
        self, folder, capsys, monkeypatch
    ):
        none = Assigned(bench_plan.read("1 1 1 1 1").cost[0, :0].astype(int), float("inf"), 5.0)
        monkeypatch.setattr(bench_plan, "assign", lambda *_, **__: none)
        (folder / "reference.csv").write_text(HEAD + "made,one,2,3\n", encoding="utf-8")

        code, _, err = run(folder, capsys)

        assert (code, "above the best known cost 3" in err) == (1, True)

    @pytest.mark.parametrize("reference", ["set,instance\nmade,one\n", HEAD + "made,one,2,cheap\n"])
    def test_says_when_what_is_known_cannot_be_read(self, folder, capsys, reference):
        (folder / "reference.csv").write_text(reference, encoding="utf-8")

        code, _, err = run(folder, capsys)

        assert code == 2
        assert "reference.csv cannot be used" in err
        assert "set, instance, best_min_cost_in_repo" in err
