"""banshi notice: a letter to each lead organisation about what it has to put right."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output, reports, values
from banshi.cli.exit_codes import ExitCode
from banshi.errors import BadUsageError, OutputError
from banshi.formats.notice import notice_docx, notice_md, notice_template
from banshi.formats.notice.file_names import file_names
from banshi.formats.notice.notice_words import Sending, context
from banshi.formats.notice.notices import Letter, Notices, leads, notices
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.messages import mark, say, say_count, speaking, why
from banshi.model.registry import fold
from banshi.nearest import nearest
from banshi.values import dataclass
from banshi.visible import visible
from banshi.workdays import workday_after

HELP = mark(
    "Write a letter to each lead organisation about what is violated, overdue or unreported.\n\n"
    "RESULT.json was written by `banshi check -f json`; - is standard input. Each organisation that"
    " leads something of the kind gets one document, in the language of the result. What is waived,"
    " in the baseline or only behind is left out, and so are draft plans.\n\n"
    "Exit codes: 0 written, or nothing to write; 2 wrong input."
)
_REPLY_WITHIN = "5"
_MOST_DAYS = 250


def command(
    result: Annotated[
        str | None,
        typer.Argument(metavar="RESULT.json", help=mark("JSON result of banshi check.")),
    ] = None,
    org: Annotated[
        str | None,
        typer.Option(
            "--org", metavar="NAME", help=mark("Only to this lead organisation; * is allowed.")
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help=mark("The folder of the letters.")),
    ] = None,
    docx: Annotated[
        bool, typer.Option("--docx", help=mark("Write .docx, which is the default."))
    ] = False,
    md: Annotated[bool, typer.Option("--md", help=mark("Write Markdown."))] = False,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="FILE", help=mark("Your own .docx, with placeholders.")),
    ] = None,
    write_template: Annotated[
        Path | None,
        typer.Option(
            "--write-template",
            metavar="FILE",
            help=mark("Write the template that comes with banshi, to change it; no letter."),
        ),
    ] = None,
    sender: Annotated[
        str | None,
        typer.Option("--sender", "--from", metavar="NAME", help=mark("Who signs the letters.")),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DATE",
            help=mark("Date of the letters; the default is today in Asia/Shanghai."),
        ),
    ] = None,
    reply_within: Annotated[
        str,
        typer.Option(
            "--reply-within",
            metavar="N",
            help=mark("Working days after the date until an answer is asked for; 5 by default."),
        ),
    ] = _REPLY_WITHIN,
    with_drafts: Annotated[
        bool, typer.Option("--with-drafts", help=mark("Draft plans too."))
    ] = False,
    force: options.Force = False,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    quiet: options.Quiet = False,
) -> int:
    """Run the command and return its exit code."""
    if write_template:
        _write_template(write_template, force=force)
        return ExitCode.OK
    if result is None:
        raise BadUsageError(str(say("{name} is missing", name="RESULT.json")))
    if folder is None:
        raise BadUsageError(str(say("name the folder of the letters with --output")))
    kinds = [kind for kind, wanted in (("docx", docx or not md), ("md", md)) if wanted]
    day = values.day(date, "--date") if date else values.as_of_day(None)
    sending = _sending(day, reply_within, sender)
    own = _template(template) if "docx" in kinds else None
    found = reports.saved(result)
    names = _named(org, leads(found)) if org else None
    # A result has words that cannot be said again in another language; messages keep to the run's.
    with speaking(found["language"]):
        made = notices(found, names, drafts=with_drafts)
        drafted = [_drafted(letter, sending, found, kinds) for letter in made.letters]
        base = own or (notice_template.template() if drafted and "docx" in kinds else b"")
    called = str(template) if template else "banshi.docx"
    contents = list(_contents(made.letters, drafted, folder, sending.date, (base, called)))
    _write(folder, contents, force=force)
    for path, _content in contents:
        output.deliver(f"{path}\n", None)
    if not quiet:
        _tell(made, names)
    return ExitCode.OK


def _sending(day: dt.date, within: str, sender: str | None) -> Sending:
    days = values.number_of_days(within, "--reply-within")
    if not 0 < days <= _MOST_DAYS:
        message = say("--reply-within: {n} is not between 1 and {most}", n=days, most=_MOST_DAYS)
        raise BadUsageError(str(message))
    return Sending(day, workday_after(day, days), days, sender or "")


def _named(pattern: str, known: Sequence[str]) -> list[str]:
    """Return those of `known` that `pattern` names.

    Raises:
        BadUsageError: it names none.
    """
    hits = [name for name in known if fnmatchcase(fold(name), fold(pattern))]
    if not hits:
        message = say("--org: {name} leads nothing in this result", name=pattern)
        if near := nearest(pattern, known):
            message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
        raise BadUsageError(str(message))
    return hits


def _template(path: Path | None) -> bytes | None:
    """Return the bytes of the user's template; None for the one that comes with banshi."""
    notice_docx.require()
    if path is None:
        return None
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        message = say("{path} cannot be read: {detail}", path=str(path), detail=why(error))
        raise BadUsageError(str(message)) from None


def _write_template(path: Path, *, force: bool) -> None:
    notice_docx.require()
    output.deliver(notice_template.template(), path, force=force)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A letter in words, before it is in a file; None where that kind is not asked for."""

    values: Mapping[str, object] | None
    markdown: str | None


def _drafted(
    letter: Letter, sending: Sending, found: CheckResult, kinds: Collection[str]
) -> _Draft:
    as_of = dt.date.fromisoformat(found["as_of"])
    values = context(letter, sending, as_of)
    return _Draft(
        values if "docx" in kinds else None,
        notice_md.render(letter, sending, as_of) if "md" in kinds else None,
    )


def _contents(
    letters: Sequence[Letter],
    drafted: Sequence[_Draft],
    folder: Path,
    date: dt.date,
    template: tuple[bytes, str],
) -> Iterator[tuple[Path, str | bytes]]:
    """Yield each letter with the path of its file: first those of one kind, then the others."""
    names = [letter.name for letter in letters]
    for file, draft in zip(file_names(names, f"-{date.isoformat()}.docx"), drafted, strict=True):
        if draft.values is not None:
            yield folder / file, notice_docx.render(draft.values, date, *template)
    for file, draft in zip(file_names(names, f"-{date.isoformat()}.md"), drafted, strict=True):
        if draft.markdown is not None:
            yield folder / file, draft.markdown


def _write(folder: Path, contents: Sequence[tuple[Path, str | bytes]], *, force: bool) -> None:
    """Write the letters; what cannot be written is refused before the first is.

    Raises:
        OutputError: a file is there and not banshi's own, or cannot be written.
    """
    if not contents:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = say("{path} cannot be written: {detail}", path=str(folder), detail=why(error))
        raise OutputError(str(message)) from None
    for path, _content in contents:
        output.refuse_foreign(path, force=force)
        output.refuse_unwritable(path)
    for path, content in contents:
        output.deliver(content, path, force=True)


def _tell(made: Notices, names: Sequence[str] | None) -> None:
    """Say for whom there is no letter, and what is in none."""
    addressed = {letter.organisation for letter in made.letters}
    for name in names or ():
        if visible(name) not in addressed:
            output.to_stderr(say("note: {name}: nothing to write about", name=name))
    if not made.letters and not names:
        output.to_stderr(say("note: nothing to write about, no letter is written"))
    if made.baselined:
        output.to_stderr(
            say_count(
                "note: {count} item is in the baseline and in no letter",
                "note: {count} items are in the baseline and in no letter",
                made.baselined,
            )
        )
    if made.drafts:
        output.to_stderr(
            say_count(
                "note: {count} item is of a draft plan and in no letter; --with-drafts takes it in",
                "note: {count} items are of draft plans and in no letter; --with-drafts takes them"
                " in",
                made.drafts,
            )
        )
