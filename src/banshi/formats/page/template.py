"""The templates: everything that comes out of a result is made visible and escaped in one place."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from banshi.messages import language, say, say_count, translate
from banshi.visible import visible

_FOLDER = Path(__file__).parent
_HAN = re.compile(r"[\u3400-\u9fff]")


def render(name: str, **values: Any) -> str:
    """Return the template `name` filled with `values`, in the language of the run."""
    return _environment().get_template(name).render(values)


def part(name: str) -> str:
    """Return the text of a file that stands in the page as it is: the stylesheet, the script."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy that allows the one style sheet and the one script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.globals.update(
        say=say, say_count=say_count, translate=translate, zh=_chinese, lang=_marked
    )
    return made


def _shown(value: Any) -> Any:
    """Return `value` as every `{{ … }}` shows it: in words, with nothing invisible in it."""
    if isinstance(value, Markup):
        return value
    return visible(str(value))


def _marked(text: str) -> Markup:
    """Return the attribute that marks an element with `text` as Chinese, where that is needed."""
    return Markup(' lang="zh-CN"') if is_foreign(text) else Markup("")


def is_foreign(text: str) -> bool:
    """Whether `text` is Chinese on a page that is not."""
    return language() != "zh" and bool(_HAN.search(text))


def _chinese(text: str) -> Markup | str:
    """Return `text`, marked as Chinese where the page is in another language."""
    if not is_foreign(text):
        return text
    return Markup('<span lang="zh-CN">{}</span>').format(visible(text))


def raw(text: str) -> Markup:
    """Return `text`, a file of this folder, as what a template does not escape."""
    return Markup(text)  # noqa: S704
