"""JSON and JSON Lines become tables of texts, with true lines and the digits as written."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.position import Problem
from banshi.readers.files import json_file
from banshi.readers.files.json_file import open_json, open_jsonl
from banshi.readers.table import Opened, Table

LIST = """\
[
  {"指标": "网上可办率", "数值": 95.80, "期间": "2019-08"},
  {
    "指标": "排队",
    "数值": "22",
    "地区": "站前区"
  }
]
"""


def table(opened: Opened) -> Table:
    assert opened.problems == ()
    (found,) = opened.tables
    return found


def problem(opened: Opened) -> Problem:
    assert opened.tables == ()
    (found,) = opened.problems
    return found


def test_a_list_of_objects() -> None:
    opened = open_json(LIST.encode(), "m.json")
    assert (opened.format, opened.encoding) == ("json", "utf-8")
    found = table(opened)
    assert list(found.rows) == [
        (2, ["指标", "数值", "期间", "地区"]),
        (2, ["网上可办率", "95.80", "2019-08"]),
        (3, ["排队", "22", "", "站前区"]),
    ]
    assert not found.even
    assert str(found.place(3, 4)) == "m.json:3:4"


def test_an_object_with_a_list_under_observations() -> None:
    text = '{"made": {"by": ["x"]}, "observations": ' + LIST + ', "n": 2}'
    opened = open_json(b"\xef\xbb\xbf" + text.encode(), "m.json")
    assert opened.encoding == "utf-8-sig"
    assert [line for line, _ in table(opened).rows] == [2, 2, 3]


def test_an_object_a_line() -> None:
    opened = open_jsonl('{"a": 1}\r\n\r\n{"b": "\u2028", "a": null}\n'.encode(), "m.jsonl")
    assert opened.format == "jsonl"
    assert list(table(opened).rows) == [(1, ["a", "b"]), (1, ["1"])]
    opened = open_jsonl(b'{"a": 1}\n\n{"b": -0.50, "a": null}', "m.jsonl")
    assert list(table(opened).rows) == [(1, ["a", "b"]), (1, ["1"]), (3, ["", "-0.50"])]


@pytest.mark.parametrize(
    "digits", ["0", "-0", "95.80", "1E5", "1e-7", "9" * 5000, "99.949999999999999999"]
)
def test_numbers_keep_their_digits(digits: str) -> None:
    assert list(table(open_json(f'[{{"a": {digits}}}]'.encode(), "m.json")).rows)[1] == (
        1,
        [digits],
    )


@pytest.mark.parametrize(
    ("value", "text"), [("true", "true"), ("false", "false"), ("[1]", "[…]"), ('{"b": 1}', "{…}")]
)
def test_values_that_are_no_cells(value: str, text: str) -> None:
    found = table(open_json(f'[{{"x": "y", "a": {value}}},\n{{"x": "z"}}]'.encode(), "m.json"))
    assert list(found.rows)[1] == (1, ["y", text])
    assert {place: fault.rule for place, fault in found.faults.items()} == {(1, 2): "value"}


def test_objects_on_one_line_have_no_places_of_their_own() -> None:
    assert len(list(table(open_json(b'[{"a": 1}, {"a": 2}]', "m.json")).rows)) == 3
    found = problem(open_json(b'[{"a": 1}, {"a": true}]', "m.json"))
    assert (found.rule, found.position.line) == ("json", 1)
    assert "key a" in str(found)


def test_a_text_longer_than_any_cell() -> None:
    found = table(open_json(b'[{"a": "%s"}]' % (b"x" * 40_000), "m.json"))
    assert found.faults[1, 1].rule == "value"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "expected a list"),
        ("12", 1, "expected a list"),
        ("\n\n[1]", 3, "expected an object"),
        ('[\n{"a": 1}\n{"a": 2}]', 3, "expected ], found {"),
        ('[{"a": 1},\n]', 2, "expected an object"),
        ('[{"a": 1,\n}]', 2, "key in double quotes"),
        ('[{"a": 1}\n', 2, "expected ], found -"),
        ('[{"a" 1}]', 1, "expected :, found 1"),
        ("[{a: 1}]", 1, "key in double quotes"),
        ('[{"a": }]', 1, "no valid JSON"),
        ('[{"a": 01}]', 1, "expected }"),
        ('[{"a":\n"x\ny"}]', 2, "no valid JSON"),
        ('[{"a": "x]', 1, "no valid JSON"),
        ('[{"a": 1}] 2', 1, "more text"),
        ('[{"a": 1,\n"b": 2,\n"a": 3}]', 3, "key a twice"),
        ('[{"a": NaN}]', 1, "NaN is no number"),
        ('[{"b": 1},\n{"a": -Infinity}]', 2, "-Infinity is no number"),
        ('{"observation": []}', 1, "did you mean observation?"),
        ('{"observations": 1}', 1, "expected a list"),
        ('{"observations": [{"a": 1}], "observations": []}', 1, "twice"),
        ("[{" + ",".join(f'"k{n}": 1' for n in range(1001)) + "}]", 1, "1000 different keys"),
    ],
)
def test_faults_of_the_structure(text: str, line: int, words: str) -> None:
    found = problem(open_json(text.encode(), "m.json"))
    assert found.rule == "json"
    assert found.position.line == line
    assert words in str(found)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '[{"a":' + "[" * 100_000, '[{"a":' + '{"b":' * 100_000]
)
def test_nesting_without_end(text: str) -> None:
    assert problem(open_json(text.encode(), "m.json")).rule == "json"
    assert problem(open_jsonl(text[1:].encode(), "m.json")).rule == "json"


def test_nothing_to_check() -> None:
    for text in ("[]", "[{}]", '[{"a": null}, {"a": " "}]', '{"observations": []}'):
        assert problem(open_json(text.encode(), "m.json")).rule == "no-rows"
    assert problem(open_jsonl(b"\n\n", "m.jsonl")).rule == "no-rows"


def test_rows_that_are_too_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "MOST_CELLS", 3)
    assert "3 cells" in str(problem(open_json(b'[{"a": 1, "b": 2}, {"b": 3}]', "m.json")))


def test_every_broken_line_is_told() -> None:
    opened = open_jsonl(b'{"a": 1}\n{"a": \n[1]\n{"a": 1} {"a": 2}\n{"a": NaN}\n', "m.jsonl")
    assert opened.tables == ()
    assert [found.position.line for found in opened.problems] == [2, 3, 4, 5]
    opened = open_jsonl(b"x\n" * 1000, "m.jsonl")
    assert len(opened.problems) == 21
    assert "rest is not read" in str(opened.problems[-1])


def test_other_encodings_are_refused() -> None:
    found = problem(open_json(LIST.encode("gbk"), "m.json"))
    assert (found.rule, found.position.line) == ("encoding", 2)
    assert problem(open_json(LIST.encode("utf-16"), "m.json")).rule == "encoding"


@given(
    st.lists(st.dictionaries(st.text(string.ascii_letters, min_size=1), st.text(), min_size=1)),
    st.sampled_from([None, 1]),
)
def test_what_was_written_is_read(objects: list[dict[str, str]], indent: int | None) -> None:
    expected = [kept for item in objects if (kept := {k: v for k, v in item.items() if v.strip()})]
    whole = open_json(json.dumps(objects, indent=indent).encode(), "m.json")
    lines = open_jsonl("\n".join(map(json.dumps, objects)).encode(), "m.jsonl")
    for opened in (whole, lines):
        if not expected:
            assert problem(opened).rule == "no-rows"
            continue
        (_line, header), *rows = list(table(opened).rows)
        found = [
            {key: text for key, text in zip(header, cells, strict=False) if text}
            for _line, cells in rows
        ]
        assert found == expected


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_lines_are_true(gaps: list[int]) -> None:
    text, lines, line = "[", [], 1
    for number, gap in enumerate(gaps):
        text += "," * (number > 0) + "\n" * gap
        line += gap
        lines.append(line)
        text += '{"a":\n"x"}'
        line += 1
    assert [at for at, _ in list(table(open_json(f"{text}]".encode(), "m.json")).rows)[1:]] == lines


@settings(max_examples=400)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text('[]{}":,\\ \n019.eE-truefalsnulNaN', max_size=60).map(str.encode),
        st.tuples(st.integers(0, len(LIST)), st.text('[]{}":,\n0', max_size=3)).map(
            lambda cut: (LIST[: cut[0]] + cut[1] + LIST[cut[0] + 1 :]).encode()
        ),
    )
)
def test_any_bytes_end_in_a_table_or_a_problem(data: bytes) -> None:
    for opened in (open_json(data, "m.json"), open_jsonl(data, "m.jsonl")):
        assert bool(opened.tables) != bool(opened.problems)
        for found in opened.tables:
            assert all(len(row) == 2 for row in found.rows)
        for fault in opened.problems:
            assert str(fault)
