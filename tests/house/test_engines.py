"""Engines are small, say what they do, and depend on nothing but what they are given."""

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [*ROOT.glob("delegation/*/engine*"), *ROOT.glob("inventory/engine*")]
FILES = sorted(path for room in ROOMS for path in ([room] if room.is_file() else room.rglob("*.py")))
LONGEST = 25
REASON = "# Long because "
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime)|uuid\.uuid\d)$"
)
DICE = {"random", "numpy.random", "np.random"}
SEEDED = {"default_rng", "Random", "Generator"}


def named(path):
    return path.relative_to(ROOT).as_posix()


def lines_of(function):
    """Its lines without its docstring, which may be as long as it needs to be."""
    said = function.body[0] if ast.get_docstring(function) else None
    return function.end_lineno - function.lineno + 1 - (said.end_lineno - said.lineno + 1 if said else 0)


def too_long(source):
    """The functions above 25 lines over which no comment says why."""
    written = source.splitlines()
    return [
        f"{node.name} has {lines_of(node)} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, FUNCTIONS) and lines_of(node) > LONGEST
        if not written[min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 2]
        .strip()
        .startswith(REASON)
    ]


def silent(source):
    """What is public and does not say what it does; what stands inside a function is not public."""
    tree = ast.parse(source)
    found = ["the module"] if not ast.get_docstring(tree) else []
    rooms = [tree, *(one for one in tree.body if isinstance(one, ast.ClassDef) and one.name[0] != "_")]
    members = [one for room in rooms for one in room.body if isinstance(one, FUNCTIONS)]
    return found + [one.name for one in members if one.name[0] != "_" and not ast.get_docstring(one)]


def unasked(source):
    """Calls of a clock, or of dice that nobody seeded."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    clocks = [name for call in calls if CLOCKS.search(name := ast.unparse(call.func))]
    return clocks + [ast.unparse(call) for call in calls if _unseeded(call)]


def _unseeded(call):
    of, _, name = ast.unparse(call.func).rpartition(".")
    return of in DICE and not (name in SEEDED and call.args and not _is_none(call.args[0]))


def _is_none(word):
    return isinstance(word, ast.Constant) and word.value is None


@pytest.mark.parametrize("path", FILES, ids=named)
def test_an_engine_is_small_speaks_and_is_given_its_clock_and_dice(path):
    source = path.read_text()

    assert too_long(source) == []
    assert silent(source) == []
    assert unasked(source) == []


@pytest.mark.parametrize("path", [path for path in FILES if ">>> " in path.read_text()], ids=named)
def test_the_examples_an_engine_gives_are_true(path):
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))

    found = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert found.attempted > 0
    assert found.failed == 0


class TestPlantedViolations:
    def test_a_long_function_is_seen_and_a_reason_excuses_it(self):
        long = "def f():\n" + "    x = 1\n" * LONGEST

        assert too_long(long) == ["f has 26 lines"]
        assert too_long(f"{REASON}it is a table.\n{long}") == []
        assert too_long("def f():\n    '''Say.'''\n" + "    x = 1\n" * (LONGEST - 1)) == []

    def test_a_silent_function_is_seen(self):
        source = '"""M."""\ndef f(): pass\ndef _g(): pass\nclass C:\n    """C."""\n    def m(self): pass\n'

        assert silent(source) == ["f", "m"]
        assert silent("x = 1\n") == ["the module"]

    @pytest.mark.parametrize(
        ("line", "seen"),
        [
            ("datetime.now()", True),
            ("time.time()", True),
            ("np.random.default_rng()", True),
            ("np.random.default_rng(None)", True),
            ("np.random.shuffle(x)", True),
            ("random.random()", True),
            ("np.random.default_rng(seed)", False),
            ("random.Random(seed)", False),
            ("dt.datetime.now(UTC)", True),
            ("moment.time()", False),
        ],
    )
    def test_a_clock_and_unseeded_dice_are_seen(self, line, seen):
        assert bool(unasked(line)) is seen
