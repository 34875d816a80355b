"""What YAML makes of a plain scalar, and what its parser says of a fault."""

import re

from banshi.messages import mark

# Only plain scalars that begin so can be anything else than text for YAML 1.1 or 1.2.
SUSPICIOUS = frozenset("0123456789+-.~=yYnNtTfFoO")
PLAIN_VALUE = re.compile(
    r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}|true|false", re.ASCII
)
_IMPLICIT = re.compile(
    r"""~|=|null|Null|NULL
    |[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE
    |[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)
    |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    |[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][-+]?[0-9]+)?
    |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?""",
    re.ASCII | re.VERBOSE,
)
_LONGEST_IMPLICIT = 60
_DIGITS = frozenset("0123456789_.:+-")


def reads_as_something_else(text: str) -> bool:
    """Whether YAML 1.1 or 1.2 reads the plain scalar `text` as anything but text."""
    if len(text) > _LONGEST_IMPLICIT:  # the pattern is not linear; nothing but digits is this long
        return _DIGITS.issuperset(text)
    return _IMPLICIT.fullmatch(text) is not None


# What libyaml says, so that it can be said in other languages too.
PARSER_SENTENCES = (
    mark("could not find expected ':'"),
    mark("mapping values are not allowed in this context"),
    mark("found character that cannot start any token"),
    mark("did not find expected key"),
    mark("did not find expected '-' indicator"),
    mark("did not find expected ',' or '}'"),
    mark("did not find expected ',' or ']'"),
    mark("did not find expected node content"),
    mark("did not find expected alphabetic or numeric character"),
    mark("did not find expected <document start>"),
    mark("found unexpected end of stream"),
    mark("found unknown escape character"),
    mark("found invalid Unicode character escape code"),
    mark("block sequence entries are not allowed in this context"),
    mark("found a tab character that violates indentation"),
    mark("found undefined tag handle"),
)
