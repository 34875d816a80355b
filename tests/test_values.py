"""The house's values against the standard library's dataclasses(frozen=True, slots=True)."""

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.model.intake import Observation
from banshi.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mine:
    """Fields of every kind."""

    number: int
    text: str = "x"
    many: tuple[int, ...] = dataclasses.field(default_factory=tuple)
    aside: str = dataclasses.field(default="", compare=False, repr=False)

    @property
    def double(self) -> int:
        """Twice the number."""
        return self.number * 2


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Theirs:
    """The same."""

    number: int
    text: str = "x"
    many: tuple[int, ...] = dataclasses.field(default_factory=tuple)
    aside: str = dataclasses.field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Empty:
    """Without a field."""


arguments = st.tuples(
    st.integers(-1, 1), st.sampled_from("ab"), st.tuples(st.integers(0, 1)), st.sampled_from("xy")
)


@given(arguments, arguments)
def test_values_compare_as_the_standard_librarys_do(one: Any, two: Any) -> None:
    mine, theirs = (Mine(*one), Mine(*two)), (Theirs(*one), Theirs(*two))
    assert (mine[0] == mine[1]) is (theirs[0] == theirs[1])
    assert (mine[0] < mine[1]) is (theirs[0] < theirs[1])
    assert (mine[0] >= mine[1]) is (theirs[0] >= theirs[1])
    assert len(set(mine)) == len(set(theirs))
    assert repr(mine[0]) == repr(theirs[0]).replace("Theirs", "Mine")
    assert dataclasses.astuple(mine[0]) == one


def test_they_are_made_and_changed_in_the_same_way() -> None:
    assert Mine(3) == Mine(number=3, text="x", many=()) == dataclasses.replace(Mine(4), number=3)
    assert Mine(3).double == 6
    assert str(inspect.signature(Mine)).count("=") == str(inspect.signature(Theirs)).count("=")
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required"):
        Mine()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword"):
        Mine(1, other=2)  # type: ignore[call-arg]
    assert Mine.__match_args__ == Theirs.__match_args__
    strangers: tuple[object, ...] = (Theirs(1), 1)
    assert all(Mine(1) != other for other in strangers)
    with pytest.raises(TypeError):
        assert Mine(1) < Theirs(1)  # type: ignore[operator]
    assert Empty() == Empty()
    assert repr(Empty()) == "Empty()"


def test_they_never_change() -> None:
    value = Mine(3)
    with pytest.raises(dataclasses.FrozenInstanceError, match="number"):
        value.number = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="other"):
        value.other = 4  # type: ignore[attr-defined]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.number
    assert value == Mine(3)
    assert not hasattr(value, "__dict__")


def test_they_are_copied_and_pickled() -> None:
    value = Mine(3, "a", (1,), "z")
    for same in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301
        assert dataclasses.astuple(same) == dataclasses.astuple(value)
        assert same is not value


def test_what_changes_is_left_to_the_standard_library() -> None:
    @dataclass(slots=True)
    class Changing:
        number: int = 0

    value = Changing()
    value.number = 1
    assert value == Changing(1)
    assert dataclasses.is_dataclass(Observation)
