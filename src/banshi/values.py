"""Values that never change: dataclasses(frozen=True, slots=True), made in a third of the time.

The standard library writes and compiles seven methods for each such class, half a millisecond at
every start; a check has seventy of them. Here `__init__` alone is written, and all others are the
same few functions over the fields' names. What a class does is the same; `tests/test_values.py`
holds it against the standard library.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    # One decorator for all that reads types: it knows this one.
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, order: bool = False
    ) -> Callable[[type], type]:
        """Return what `dataclasses.dataclass` does; one that is no value is left to it."""
        if not (frozen and slots):
            return dataclasses.dataclass(frozen=frozen, slots=slots, order=order)

        def made(cls: type) -> type:
            # A class without a text would get its signature as one: seven milliseconds.
            cls.__doc__ = cls.__doc__ or cls.__qualname__
            value = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
            _equip(value, order)
            return value

        return made


def _equip(cls: Any, order: bool) -> None:
    """Give a class with slots and fields the methods of a value."""
    fields = dataclasses.fields(cls)
    names = [field.name for field in fields]
    key = _key([field.name for field in fields if field.compare])

    def same(one: object, other: object) -> bool:
        return bool(key(one) == key(other)) if other.__class__ is cls else NotImplemented

    def number(one: object) -> int:
        return hash(key(one))

    cls.__init__ = _init(cls, fields)
    cls.__repr__ = _repr
    cls.__eq__ = same
    cls.__hash__ = number
    cls.__setattr__ = _refuse_to_set
    cls.__delattr__ = _refuse_to_delete
    cls.__getstate__ = lambda one: [getattr(one, name) for name in names]
    cls.__setstate__ = _set_state
    if order:
        for name, compare in (("lt", lt), ("le", le), ("gt", gt), ("ge", ge)):
            setattr(cls, f"__{name}__", _ordered(cls, key, compare))


def _key(names: list[str]) -> Callable[[Any], Any]:
    """Return what a value is compared by."""
    return attrgetter(*names) if names else lambda _one: ()


def _ordered(
    cls: type, key: Callable[[Any], Any], compare: Callable[[Any, Any], bool]
) -> Callable[[object, object], bool]:
    return lambda one, other: (
        compare(key(one), key(other)) if other.__class__ is cls else NotImplemented
    )


def _init(cls: type, fields: tuple[Any, ...]) -> Callable[..., None]:
    """Return `__init__`, which sets the slots themselves: the class refuses to set anything."""
    known: dict[str, Any] = {"MISSING": MISSING}
    wanted, lines = ["self"], []
    for field in fields:
        name = field.name
        known[f"set_{name}"] = getattr(cls, name).__set__
        value = name
        if field.default_factory is not MISSING:
            known[f"make_{name}"] = field.default_factory
            wanted.append(f"{name}=MISSING")
            value = f"make_{name}() if {name} is MISSING else {name}"
        elif field.default is not MISSING:
            known[f"default_{name}"] = field.default
            wanted.append(f"{name}=default_{name}")
        else:
            wanted.append(name)
        lines.append(f"    set_{name}(self, {value})")
    text = f"def __init__({', '.join(wanted)}):\n" + "\n".join(lines or ["    pass"])
    exec(text, known)  # noqa: S102 - of the fields' names alone, as the standard library does it
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _repr(one: Any) -> str:
    shown = [field.name for field in dataclasses.fields(one) if field.repr]
    texts = (f"{name}={getattr(one, name)!r}" for name in shown)
    return f"{type(one).__qualname__}({', '.join(texts)})"


def _refuse_to_set(_one: object, name: str, _value: object) -> None:
    msg = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(msg)


def _refuse_to_delete(_one: object, name: str) -> None:
    msg = f"cannot delete field {name!r}"
    raise FrozenInstanceError(msg)


def _set_state(one: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(one), state, strict=True):
        object.__setattr__(one, field.name, value)
