"""Problems of a registry as lines of text, which editors and terminals find the places in."""

from banshi.formats.problems.problems import Problems


def render(found: Problems) -> str:
    """Return the problems, a line each; nothing where there is none."""
    return "".join(f"{problem}\n" for problem in found.listed)
