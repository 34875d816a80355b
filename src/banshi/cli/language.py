"""Which language a run speaks: --lang, BANSHI_LANG, the settings, then the locale."""

import os
from collections.abc import Sequence

from banshi.errors import BadUsageError
from banshi.messages import LANGUAGES, say


def choose(arguments: Sequence[str], configured: object) -> str:
    """Return "zh" or "en".

    The option is looked for before anything is parsed, so that help and errors speak it too.

    Raises:
        BadUsageError: a language was asked for that banshi does not speak.
    """
    asked = _option(arguments) or os.environ.get("BANSHI_LANG") or configured
    if asked:
        if asked not in LANGUAGES:
            message = say(
                "no language {name}; there are {known}", name=str(asked), known=", ".join(LANGUAGES)
            )
            raise BadUsageError(str(message))
        return str(asked)
    return _locale()


def _option(arguments: Sequence[str]) -> str | None:
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def _locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    if os.name == "nt":
        import locale

        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    return "en"
