"""Words for the place that a plan binds as a whole: 全市, 市本级 and the like.

Source: docs/semantics.md, "Which values count".
"""

from banshi.model.catalogue import Region

_WHOLE = frozenset({"全市", "市本级", "全区", "区本级", "全县", "县本级"})


def says_the_whole(text: str) -> bool:
    """Whether `text` names a whole jurisdiction without saying which."""
    return text in _WHOLE


def means(text: str, region: Region) -> bool:
    """Whether `text` can mean `region`: 全市 is a city's word and 全区 a district's.

    >>> from banshi.model.fields import Words
    >>> means("全市", Region(code="210800", name=Words(zh="营口市", en="Yingkou")))
    True
    """
    return says_the_whole(text) and region.name.zh[-1] in text
