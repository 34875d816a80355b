"""The pages for readers, in both languages: what they show is what the commands print."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from website.pages import DOCS, SUFFIXES, counterpart

from banshi import trace
from banshi.cli.app import COMMANDS, build_app, build_command
from banshi.model.input_rules import INPUT_RULES
from banshi.model.outcome import Status
from banshi.model.progress import MilestoneStatus
from banshi.model.registry import Registry
from banshi.model.target import Level, Operator
from banshi.rules import RULES
from banshi.rules.language import LANGUAGE_RULES
from tests import pages
from tests.conftest import ROOT, Run

# Written for readers, in both languages; docs/metrics-files.md has tests of its own.
PAGES = ("index", "departments", "auditors", "write-a-plan", "ci")
READ = sorted([*DOCS.glob("*.md"), *DOCS.glob("reference/*.md")])
# Options of other programs, and of banshi without a command, by the page that names them.
FOREIGN = {"index": {"--version"}, "report-page": {"--headless", "--print-to-pdf"}}
BLOCKS = re.MULTILINE | re.DOTALL
IN_BOTH = sorted(
    path.name.removesuffix(SUFFIXES["zh"]) for path in DOCS.rglob(f"*{SUFFIXES['zh']}")
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds what the pages begin from."""
    for folder in ("examples", "registry"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("language", SUFFIXES)
@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    pages.holds(run, monkeypatch, DOCS / (page + SUFFIXES[language]), language)


@pytest.mark.parametrize("page", IN_BOTH)
def test_both_languages_have_the_same_sections_and_commands(page: str) -> None:
    (english,) = DOCS.rglob(page + SUFFIXES["en"])
    chinese = english.with_name(page + SUFFIXES["zh"])
    texts = [path.read_text(encoding="utf-8") for path in (english, chinese)]
    outlines = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in texts]
    assert outlines[0] == outlines[1]
    assert pages.commands_of(texts[0]) == pages.commands_of(texts[1])


@pytest.mark.parametrize(
    "chinese", sorted(DOCS.glob(f"*{SUFFIXES['zh']}")), ids=lambda path: path.name
)
def test_each_language_links_to_the_other_as_the_site_expects(chinese: Path) -> None:
    """The site takes these links out: each of its pages has one at its head."""
    english = counterpart(chinese)
    for page, label, other in ((english, "中文", chinese), (chinese, "English", english)):
        text = page.read_text(encoding="utf-8")
        assert re.search(rf"\[{label}\]\({other.name}\)$", text, re.MULTILINE)
        assert text.count(f"]({other.name})") == 1


@pytest.mark.parametrize("page", list(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_the_yaml_of_the_pages_is_yaml(page: Path) -> None:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    for block in blocks:
        assert yaml.safe_load(block)


def options() -> set[str]:
    """Return every option of every command."""
    commands = [build_app(), *(build_command(name) for name in COMMANDS)]
    own = {"--help", "--install-completion", "--show-completion"}
    return own | {name for command in commands for param in command.params for name in param.opts}


@pytest.mark.parametrize("page", READ, ids=lambda path: path.name)
def test_a_page_names_no_option_and_no_rule_that_is_gone(page: Path) -> None:
    text = re.sub(r"^```(?!console).*?^```$", "", page.read_text(encoding="utf-8"), flags=BLOCKS)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
    foreign = FOREIGN.get(page.name.partition(".")[0], set())
    assert named - options() - foreign == set()
    rules = {*INPUT_RULES, *trace.RULES, *(rule.ID for rule in (*RULES, *LANGUAGE_RULES))}
    loading = {"waiver-expires"}  # the rules of YAML files say in each message what to write
    assert set(re.findall(r"(?:error|错误|`) ?\[([a-z-]+)\]", text)) - rules - loading == set()


@pytest.mark.parametrize("language", SUFFIXES)
def test_the_counts_of_the_transcription_are_those_of_the_registry(
    registry: Registry, language: str
) -> None:
    text = (DOCS / ("transcription" + SUFFIXES[language])).read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| ([\w-]+) \| (\d+)[^|]*\| (\d+) \| (\d+) \| (\d+) \|", text, re.MULTILINE
    )
    shown = {plan: tuple(map(int, counts)) for plan, *counts in rows}
    assert shown == {
        plan.id: (
            len(plan.tasks),
            sum(len(task.targets) for task in plan.tasks),
            sum(len(task.milestones) for task in plan.tasks),
            len(plan.waived),
        )
        for plan in registry.plans
    }


@pytest.mark.parametrize("language", SUFFIXES)
def test_what_the_words_mean_has_every_verdict_level_and_operator(language: str) -> None:
    text = (DOCS / ("semantics" + SUFFIXES[language])).read_text(encoding="utf-8")
    words = [*Status, *MilestoneStatus, *Level, *Operator]
    assert [word.value for word in words if f"`{word.value}`" not in text] == []
