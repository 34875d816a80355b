"""The few exceptions: the run cannot go on. Faults in user data are `Problem` values instead."""


class BanshiError(Exception):
    """The run cannot go on because of what the user gave; the command ends with exit code 2.

    `str(error)` is one sentence in the language of the run that says what is wrong and what to do.
    """


class BadUsageError(BanshiError):
    """An option or argument has a value that cannot be understood or matches nothing."""


class RegistryError(BanshiError):
    """The registry has problems, so no verdict can be built on it.

    `problems` holds them all, sorted by place.
    """

    def __init__(self, message: str, problems: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class OutputError(BanshiError):
    """A result could not be written; nothing half-written was left behind."""


class CalendarError(BanshiError):
    """A working day was asked for in a year whose holiday notice is not known.

    Source: semantics.md, "A year without a published calendar is an error that names the year".
    """

    def __init__(self, message: str, year: int) -> None:
        super().__init__(message)
        self.year = year
