"""What goes wrong in files that people write: each is told at its place, with what would be right."""

import os
from pathlib import Path

import pytest

from tocsin.domain.errors import DeclarationError
from tocsin.matching.rule_files import load_rules

EXAMPLES = "examples:\n  raises: [A bomb went off.]\n  silent: [Nothing happened.]\n"


def a_rule(match: str = "{type: attack}", *, title: str = "An attack", rule_id: str = "a", more: str = "") -> str:
    return f"id: {rule_id}\ntitle: {title}\nseverity: low\nwhy: Call the desk.\nmatch: {match}\n{more}{EXAMPLES}"


def faults_in(folder: Path) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        load_rules(folder)
    return [str(fault).replace(f"{folder}/", "").replace(str(folder), "FOLDER") for fault in caught.value.faults]


def faults_of(text: str, folder: Path) -> list[str]:
    (folder / "a.yaml").write_bytes(text.encode())
    return [fault.removeprefix("a.yaml:") for fault in faults_in(folder)]


NO_KEY = "is no YAML: a key without a colon and a blank after it, or this line is not indented as the one above it"
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            BOMB + a_rule(),
            [
                "1:4 the anchor &a is not read; write the value out, and a text that begins with & in quotes",
                "2:4 the anchor &b is not read; write the value out, and a text that begins with & in quotes",
            ],
        ),
        (
            a_rule("{by: *us}"),
            ["5:13 the alias *us is not read; write the value out, and a text that begins with * in quotes"],
        ),
        (a_rule("{<<: {type: attack}, by: USA}"), ["5:9 the merge key << is not read; write the keys out"]),
        (
            a_rule(title="!!python/object/apply:os.system [ls]"),
            [
                "2:8 the tag !!python/object/apply:os.system is not read; "
                "write the value out, and a text that begins with ! in quotes"
            ],
        ),
        (a_rule() + "---\n" + a_rule(), ["9:1 a second document begins here; keep one to a file"]),
        (a_rule("{type: attack, by: RUS, type: clash}"), ["5:32 key 'type' stands twice, first at 5:9; keep one"]),
        (a_rule("{? [a, b] : c}"), ["5:11 a key must be a plain word"]),
        (a_rule(f"{'[' * 40}{']' * 40}"), ["5:39 is nested more than 32 deep"]),
        ("- " * 400_000, ["1:65 is nested more than 32 deep"]),
        ("{a: " * 100_000, ["1:129 is nested more than 32 deep"]),
    ],
)
def test_parts_of_yaml_that_hide_what_a_rule_says_are_refused(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert faults_of(text, tmp_path) == faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (a_rule("\n\ttype: attack"), "6:1 is no YAML: a tab stands where blanks must; indent with blanks"),
        (a_rule("\n  type:\n\t- attack"), "7:1 is no YAML: a tab stands where blanks must; indent with blanks"),
        (a_rule("\n  type: attack\n   by: RUS"), "7:4 is no YAML: this line is not indented as the one above it"),
        (
            a_rule("\n  type: attack\n by: RUS"),
            "7:2 is no YAML: this line is not indented as the one above it, or a colon is missing",
        ),
        (
            a_rule("\n  type:\n    - attack\n    clash"),
            f"8:5 {NO_KEY}",
        ),
        (
            a_rule().replace("title: An", "title:An"),
            f"2:1 {NO_KEY}",
        ),
        (
            a_rule(title="Attack: now"),
            "2:14 is no YAML: a colon and a blank inside a text; put the whole text in quotes",
        ),
        (a_rule(title='"An attack'), "2:8 is no YAML: the quote that begins here is not closed"),
        (
            a_rule(title="'Ukraine's attack'"),
            "2:17 is no YAML: the text in quotes ends before this; write '' for an apostrophe in single quotes",
        ),
        (
            a_rule().replace("[A bomb went off.]", '\n    - "Fire" fell on them.'),
            "8:14 is no YAML: the text in quotes ends before this; put all of it in single quotes",
        ),
        (a_rule("\n  type:attack\n  by: RUS"), "6:3 is no YAML: a blank is missing after the colon"),
        (a_rule(title=r'"a\attack \q"'), "2:18 is no YAML: a backslash in double quotes; use single quotes"),
        (a_rule(title="@attack"), "2:8 is no YAML: a text cannot begin with '@'; put the text in quotes"),
        (a_rule(title="*attack*"), "2:15 is no YAML: a text that begins with * goes in quotes"),
        (a_rule("{type: attack"), "5:8 is no YAML: a mapping in { } is not closed, or a comma is missing"),
        (a_rule("{type: [attack, by: RUS}"), "5:15 is no YAML: a list in [ ] is not closed, or a comma is missing"),
    ],
)
def test_what_is_no_yaml_says_what_was_most_likely_meant(tmp_path: Path, text: str, fault: str) -> None:
    assert faults_of(text, tmp_path) == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (a_rule(title="An\0attack"), "2:10 the character U+0000 stands here and cannot be seen; remove it"),
        (a_rule("{type: att\u200back}"), "5:18 the character U+200B stands here and cannot be seen; remove it"),
        (a_rule(title="\u202eAn attack"), "2:8 the character U+202E stands here and cannot be seen; remove it"),
        (a_rule(title=r'"An\0attack"'), "2:8 stands for the character U+0000, which cannot be seen; remove it"),
        (
            a_rule("{tуpe: attack}"),
            "5:9 match.tуpe: unknown key; did you mean type? ('у' is CYRILLIC SMALL LETTER U)",
        ),
        (
            a_rule("{type: аttack}"),
            "5:15 match.type.0: unknown type 'аttack'; did you mean attack? ('а' is CYRILLIC SMALL LETTER A)",
        ),
        (
            a_rule("{countries: UКR}"),
            "5:20 match.countries.0: unknown country 'UКR'; write UKR (Ukraine); 'К' is CYRILLIC CAPITAL LETTER KA",
        ),
        (
            a_rule("{keywords: [drоne]}"),
            "5:20 match.keywords.any.0: 'drоne' mixes scripts, and no article has it: 'о' is CYRILLIC SMALL LETTER O",
        ),
        (a_rule(r'{"a\e[31mb": 1}'), "5:9 stands for the character U+001B, which cannot be seen; remove it"),
    ],
)
def test_letters_that_cannot_be_seen_or_told_apart_are_named(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in faults_of(text, tmp_path)


@pytest.mark.parametrize("text", ["\ufeff" + a_rule(), a_rule().replace("\n", "\r\n"), "---\n" + a_rule() + "...\n"])
def test_what_editors_add_to_a_file_is_no_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_bytes(text.encode())
    [(_, rule)] = load_rules(tmp_path)
    assert rule.title == "An attack"


MIN = "{type: attack, counts: {what: killed, min: %s}}"
NO_WHOLE_NUMBER = "match.counts.0.min: must be a whole number such as 1000 or 1_000, without quotes, not"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (a_rule("{countries: [NO]}"), "5:21 match.countries.0: unknown country 'NO'; write NOR (Norway)"),
        (a_rule("{by: NO}"), "5:13 match.by.0: a state, and who acts for it, is written by its code: NOR, not 'NO'"),
        (
            a_rule("{by: USA, background: no}"),
            "5:30 match.background: must be false (news), true (what is recalled) or any, not 'no'",
        ),
        (a_rule(more="enabled: maybe\n"), "6:10 enabled: must be true or false, not 'maybe'"),
        (a_rule(MIN % "ten"), f"5:51 {NO_WHOLE_NUMBER} 'ten'"),
        (a_rule(MIN % "'10'"), f"5:51 {NO_WHOLE_NUMBER} '10'"),
        (a_rule(MIN % "1.5"), f"5:51 {NO_WHOLE_NUMBER} 1.5"),
        (a_rule(MIN % "1e999"), f"5:51 {NO_WHOLE_NUMBER} '1e999'"),
        (a_rule(MIN % "0x10"), f"5:51 {NO_WHOLE_NUMBER} '0x10'"),
        (a_rule(MIN % "true"), f"5:51 {NO_WHOLE_NUMBER} true"),
        (a_rule(MIN % "1,000"), "5:53 match.counts.0.000: unknown key; a number has no comma"),
        (a_rule(MIN % "-1"), "5:51 match.counts.0.min: must be at least 0, not -1"),
        (a_rule(MIN % ("9" * 5000)), "5:51 a number of 5,000 digits; the limit is 18"),
        (
            a_rule("{by: USA, confidence: 90%}"),
            "5:30 match.confidence: must be a number from 0 to 1, such as 0.9, not '90%'",
        ),
        (a_rule(title="2026"), "2:8 title: must be text, not 2026; put it in quotes"),
        (a_rule(title="true"), "2:8 title: must be text, not true; put it in quotes"),
        (
            a_rule(more="expires: 2026-02-30\n"),
            "6:10 expires: must be a day such as 2026-12-31 or a time with its zone, not '2026-02-30'",
        ),
        (
            a_rule(more="expires: 20261231\n"),
            "6:10 expires: must be a day such as 2026-12-31 or a time with its zone, not 20261231",
        ),
    ],
)
def test_a_word_or_number_is_what_it_looks_like(tmp_path: Path, text: str, fault: str) -> None:
    assert faults_of(text, tmp_path) == [fault]


@pytest.mark.parametrize(("written", "number"), [("1_000", 1000), ("010", 10), ("+7", 7)])
def test_a_number_is_read_as_people_write_it(tmp_path: Path, written: str, number: int) -> None:
    (tmp_path / "a.yaml").write_text(a_rule(MIN % written), encoding="utf-8")
    [(_, rule)] = load_rules(tmp_path)
    assert rule.match.counts[0].min == number


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# nothing\n", "1:1 is empty"),
        ("<html>", "1:1 the file: must be keys with values, such as `key: value`, not '<html>'"),
        ("- id: a\n", "1:1 the file: must be keys with values, such as `key: value`, not a list"),
        (
            a_rule("{}"),
            "5:8 match: would ring for everything; give at least a type, an actor, a country, a keyword or counts",
        ),
        (a_rule(""), "5:7 match: has no value; give one or leave the key out"),
        (a_rule("[attack]"), "5:8 match: must be keys with values, such as `key: value`, not a list"),
        (a_rule("{type: {attack: 1}}"), "5:15 match.type.0: must be a type such as talks, not keys with values"),
        (a_rule("{type: true}"), "5:15 match.type.0: must be a type such as talks, not true"),
        (
            a_rule("{type: attack, counts: killed}"),
            "5:31 match.counts.0: must be a threshold such as {what: killed, min: 5}, not 'killed'",
        ),
        (a_rule("{type: attack, counts: {injured: 5}}"), "5:31 match.counts.0: write {what: injured, min: 5}"),
        (
            a_rule("{type: attack, not: UKR}"),
            "5:28 match.not.0: must be a condition such as {actors: UKR}, not 'UKR'",
        ),
        (a_rule(MIN % "10, max: 5"), "5:31 match.counts.0: min 10 is above max 5; no number is both"),
        (
            a_rule().replace("[Nothing happened.]", "\n    - It fell: twice."),
            "9:7 examples.silent.0: must be text, not keys with values; put a text with a colon in it in quotes",
        ),
        (a_rule().replace("[Nothing happened.]", "Nothing."), "8:11 examples.silent: must be a list, "),
        (a_rule(rule_id="A"), "1:5 id: must be small letters and digits, joined by single hyphens, "),
        (a_rule(more="tags: [Middle East]\n"), "6:8 tags.0: must be small letters, digits and hyphens, "),
    ],
)
def test_another_shape_than_asked_for_is_named(tmp_path: Path, text: str, fault: str) -> None:
    assert [said[: len(fault)] for said in faults_of(text, tmp_path)] == [fault]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Ukrane", "did you mean UKR (Ukraine)?"),
        ("Korea", "did you mean PRK (North Korea) or KOR (South Korea)?"),
        ("uk", "write GBR (United Kingdom)"),
        ("Middle Eest", "did you mean Middle East?"),
        ("Gaza", "write PSE for the state, or places: [Gaza] for the place alone"),
        ("SDN or PSE", "a list is written in brackets, such as [SDN, PSE]"),
        ("XYZ", "write an alpha-3 code such as UKR, or a group such as EU"),
    ],
)
def test_the_near_country_is_suggested(tmp_path: Path, word: str, hint: str) -> None:
    assert faults_of(a_rule(f"{{countries: {word}}}"), tmp_path) == [
        f"5:20 match.countries.0: unknown country {word!r}; {hint}"
    ]


def test_a_megabyte_of_letters_that_cannot_be_seen_is_refused_at_the_first_of_them(tmp_path: Path) -> None:
    # To tell the place of each of them would take minutes.
    faults = faults_of("\u200b" * 300_000, tmp_path)
    assert [fault.partition(" ")[0] for fault in faults] == [f"1:{column}" for column in range(1, 10)]


def test_a_file_with_endless_faults_shows_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    faults = faults_of(a_rule(f"{{type: [{', '.join(['no'] * 90)}]}}"), tmp_path)
    assert len(faults) == 51
    assert faults[-1] == "5:212 match.type.49: unknown type 'no'; " + faults[-1].partition("; ")[2]
    assert " has 40 more faults" in faults


def test_what_is_no_rule_file_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "lost.yaml").symlink_to("nowhere")
    (tmp_path / "big.yaml").write_bytes(b"#" * 10_000_000)
    (tmp_path / "other.yml").write_text(a_rule(), encoding="utf-8")
    (tmp_path / "other.yaml.txt").write_text(a_rule(), encoding="utf-8")
    (tmp_path / "desk" / "deep").mkdir(parents=True)
    (tmp_path / "desk" / "deep" / "a.yaml").write_text(a_rule(), encoding="utf-8")
    (tmp_path / ".#lock.yaml").symlink_to("somebody@somewhere")
    assert faults_in(tmp_path) == [
        "big.yaml: is 10,000,000 bytes; the limit is 1,000,000",
        "desk/deep/a.yaml: stands 2 folders deep; move it to FOLDER or a folder right in it",
        "folder.yaml: is a folder; it must be a file, or have another name",
        "lost.yaml: is a link that leads nowhere; remove it or mend it",
        "other.yaml.txt: must end in .yaml to be read",
        "other.yml: must end in .yaml to be read",
        "pipe.yaml: is a device or pipe; it must be a file, or have another name",
    ]


def test_an_id_that_stands_often_names_a_few_of_its_files(tmp_path: Path) -> None:
    for desk in "vwxyz":
        (tmp_path / desk).mkdir()
        (tmp_path / desk / "a.yaml").write_text(a_rule(), encoding="utf-8")
    said = "id: 'a' also stands in w/a.yaml, x/a.yaml, y/a.yaml and 1 more; ids are unique over all folders"
    assert faults_in(tmp_path)[0] == f"v/a.yaml:1:5 {said}"


def test_one_broken_file_among_many_is_found(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"r{number}.yaml").write_text(a_rule(rule_id=f"r{number}"), encoding="utf-8")
    (tmp_path / "r77.yaml").write_text(a_rule("{type: atack}", rule_id="r77"), encoding="utf-8")
    assert faults_in(tmp_path) == ["r77.yaml:5:15 match.type.0: unknown type 'atack'; did you mean attack?"]
