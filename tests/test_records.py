"""Records behave as the dataclasses that they replace."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar, Generic, TypeVar

import pytest

from docbound.records import field, record

T = TypeVar("T")


@record
class Named:
    """Given by name."""

    text: str
    number: int = 3
    many: list[int] = field(default_factory=list[int])
    unseen: list[int] = field(default_factory=list[int], compare=False)
    shared: ClassVar[str] = "all"

    @property
    def double(self) -> int:
        return 2 * self.number


@record(frozen=False, kw_only=False)
class Placed:
    """Given by position, and changeable."""

    text: str
    number: int = 3


@record(eq=False)
class Itself:
    """Equal to nothing else."""

    text: str = ""


@record
class Empty:
    """No part."""


@record
class Derived(Placed):
    """A part more."""

    flag: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What ``Named`` is as a dataclass."""

    text: str
    number: int = 3
    many: list[int] = dataclasses.field(default_factory=list[int])
    unseen: list[int] = dataclasses.field(default_factory=list[int], compare=False)


def test_defaults_are_made_for_each_instance() -> None:
    one, other = Named(text="a"), Named(text="a")
    assert (one.number, one.many, one.double, one.shared) == (3, [], 6, "all")
    assert one.many is not other.many
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize(
    "arguments", [{}, {"text": "a", "missing": 1}, {"number": 1}, {"many": ()}]
)
def test_arguments_are_checked(arguments: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Model(**arguments)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Named(**arguments)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Named("a")  # type: ignore[misc]


def test_the_second_instance_is_checked_as_the_first() -> None:
    Named(text="a")
    with pytest.raises(TypeError, match="text"):
        Named()  # type: ignore[call-arg]


def test_equality_is_that_of_the_class_and_the_compared_parts() -> None:
    assert Named(text="a") == Named(text="a", unseen=[1])
    assert Named(text="a") != Named(text="a", many=[1])
    assert Named(text="a") != Model(text="a")
    assert Empty() == Empty() and hash(Empty()) == hash(Empty())
    assert Itself() != Itself()
    assert Placed("a") == Placed("a", 3) != Derived(text="a")


def test_a_frozen_one_is_hashed_and_stays_as_it_is() -> None:
    one = Derived(text="a", flag=True)
    assert hash(one) == hash(Derived(text="a", number=3, flag=True))
    with pytest.raises(AttributeError, match="flag"):
        one.flag = False  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del one.flag
    with pytest.raises(AttributeError):
        one.unknown = 1  # type: ignore[attr-defined]
    assert one.flag


def test_a_changeable_one_has_no_hash_and_no_other_attributes() -> None:
    one = Placed("a", 1)
    one.number = 2
    assert one == Placed("a", 2)
    with pytest.raises(TypeError):
        hash(one)
    with pytest.raises(AttributeError):
        one.other = 1  # type: ignore[attr-defined]


def test_it_shows_its_parts() -> None:
    assert repr(Placed("a")) == "Placed(text='a', number=3)"
    assert repr(Named(text="a")) == repr(Model(text="a")).replace("Model", "Named")


def test_patterns_match() -> None:
    match Placed("a", 5):
        case Placed(text, number):
            assert (text, number) == ("a", 5)
    match Named(text="a"):
        case Named(text=text, number=3):
            assert text == "a"
        case _:
            pytest.fail("did not match")
    assert Named.__match_args__ == Model.__match_args__ == ()


def test_the_functions_of_dataclasses_take_records() -> None:
    assert dataclasses.is_dataclass(Named)
    changed = dataclasses.replace(Named(text="a", many=[1]), number=4)
    assert changed == Named(text="a", number=4, many=[1])
    with pytest.raises(TypeError):
        dataclasses.replace(changed, unknown=1)  # type: ignore[call-arg]
    names = [each.name for each in dataclasses.fields(Named)]
    assert names == [each.name for each in dataclasses.fields(Model)]
    assert dataclasses.asdict(Derived(text="a")) == {
        "text": "a",
        "number": 3,
        "flag": False,
    }


@record(hidden=("secret",))
class Hiding:
    """A part that is not shown."""

    name: str
    secret: str = "pst"


@record(kw_only=False)
class Held(Generic[T]):
    """A value of any type."""

    value: T


class Own(Named):
    """What a user derives: with an ``__init__`` of its own."""

    def __init__(self, text: str) -> None:
        super().__init__(text=text, number=7)


def test_hidden_parts_are_not_shown() -> None:
    assert repr(Hiding(name="a")) == "Hiding(name='a')"
    assert Hiding(name="a") != Hiding(name="a", secret="other")


def test_a_derived_class_keeps_its_own_init() -> None:
    assert [(each.text, each.number) for each in (Own("a"), Own("b"))] == [
        ("a", 7),
        ("b", 7),
    ]
    assert Named(text="a").number == 3


@pytest.mark.parametrize(
    "one", [Named(text="a", many=[1]), Placed("a", 2), Held("a"), Hiding(name="a")]
)
def test_copies_and_pickles_are_equal(one: object) -> None:
    again: object = pickle.loads(pickle.dumps(one))
    for twin in (copy.copy(one), copy.deepcopy(one), again):
        assert twin == one and twin is not one


def test_the_parameters_are_known_before_the_first_instance() -> None:
    @record
    class Fresh:
        text: str
        number: int = 3

    assert str(inspect.signature(Fresh)) == "(*, text: str, number: int = 3)"
    assert Held[int](3).value == 3


def test_many_threads_may_make_the_first_instance() -> None:
    for _ in range(20):

        @record
        class Fresh:
            text: str

        together = threading.Barrier(8)

        def make(kind: type[Fresh] = Fresh, together: threading.Barrier = together) -> Fresh:
            together.wait()
            return kind(text="a")

        with ThreadPoolExecutor(8) as threads:
            found = [each.result() for each in [threads.submit(make) for _ in range(8)]]
        assert [each.text for each in found] == ["a"] * 8
