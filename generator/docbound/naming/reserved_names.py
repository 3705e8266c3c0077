"""Names that generated code may not give, because they mean something where it would stand, and
the names that are given in their place.

The lists are frozen here, not read from the installed libraries: the same description must give the
same names everywhere. Tests compare them with the libraries.
"""

from __future__ import annotations

from typing import Final

from docbound.naming.words import snake
from docbound.tables import runtime_names


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS: Final = _names("""
    False None True and as assert async await break class continue def del elif else except finally
    for from global if import in is lambda nonlocal not or pass raise return try while with yield
    """)
"""Keywords of Python 3.11 to 3.14, apart from the soft ones, which are good names."""

BASE_MODEL: Final = _names("""
    construct copy dict from_orm json model_computed_fields model_config model_construct model_copy
    model_dump model_dump_json model_extra model_fields model_fields_set model_json_schema
    model_parametrized_name model_post_init model_rebuild model_validate model_validate_json
    model_validate_strings parse_file parse_obj parse_raw schema schema_json update_forward_refs
    validate
    """)
"""The public attributes of ``pydantic.BaseModel``."""

RUNTIME_MODEL: Final = _names("""
    additional_properties additional_properties_type from_dict from_json to_dict to_json to_str
    """)
"""The public attributes of the runtime's own ``Model``, beside those of pydantic."""

TYPE_NAMES: Final = _names("""
    bool bytes date datetime dict float int list object set str tuple uuid
    """)
"""Lower-case names that are in annotations, or that users of such packages know under another
name (``date``).
"""

FIELDS: Final = KEYWORDS | BASE_MODEL | RUNTIME_MODEL | TYPE_NAMES | _names("""
    field property self cls super classmethod staticmethod
    """)
"""What a field may not be called."""

ARGUMENTS: Final = KEYWORDS | frozenset({"self", "operations"})
"""What an argument of a method may not be called. The options of every call start with ``_``, as no
argument does.
"""

METHODS: Final = KEYWORDS | _names("""
    api_client bool datetime float int mro object operations overload paginated self str uuid
    with_http_info with_options without_preload_content
    """)
"""What a method of an API class may not be called: what the class body itself uses after it."""

ACCESSORS: Final = KEYWORDS | METHODS | _names("""
    access_token aclose api_key call_api client_side_validation close closed configuration cookie
    default_headers deserialize dispatch get_default header_name header_value hooks host log loop
    mode options param_serialize pool property request response_deserialize rest_client retries
    sanitize_for_serialization select_header_accept select_header_content_type send set_default
    set_default_header sign_in sign_out spec stream strict timeout transport update_params_for_auth
    user_agent with_options
    """)
"""What the property of the client that gives an API may not be called."""

MEMBERS: Final = KEYWORDS | _names("""
    name value mro as_integer_ratio bit_count bit_length capitalize casefold center conjugate count
    denominator encode endswith expandtabs find format format_map from_bytes fromhex hex imag index
    is_integer isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable
    isspace istitle isupper join ljust lower lstrip maketrans numerator partition real removeprefix
    removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith
    strip swapcase title to_bytes translate upper zfill from_number
    """)
"""What a member of an enum may not be called: names of ``Enum`` itself, and of the types that enums
derive from.
"""

BUILTIN_CLASSES: Final = _names("""
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError
    ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis
    EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError
    FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
    ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
    KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError
    NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning
    PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError
    ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError
    SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
    UserWarning ValueError Warning WindowsError ZeroDivisionError
    """)
"""Builtins that look like classes: annotations are resolved among the builtins first."""

LIBRARY_CLASSES: Final = _names("""
    Annotated Any AsyncIterable BaseModel ClassVar Decimal Enum Field IntEnum Iterable List Literal
    Mapping NotRequired Self Sequence StrEnum TypeAlias TypedDict TypeVar Unpack
    """)
"""Classes of the standard library and of pydantic that a generated module may import beside a
model.
"""

OWN_CLASSES: Final = runtime_names.CLASSES | runtime_names.EXPORTED
"""Classes of the package itself: those that a module may import beside a model, and those that its
root exports.
"""

CLASSES: Final = BUILTIN_CLASSES | LIBRARY_CLASSES | OWN_CLASSES
"""What a model may not be called."""

CLASS_SPELLINGS: Final = {"List": "ListClass"}
"""Reserved class names that have a spelling of their own; all others get ``Model`` before them."""

MODULES: Final = KEYWORDS | frozenset(
    ["con", "prn", "aux", "nul", "conin", "conout"]
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)]
)
"""What a module may not be called: keywords, and the device names that Windows takes for no
file.
"""


def model_class(name: str) -> str:
    """Makes a class name usable for a model; ``Model`` is before a name that is reserved, or
    has no capital to start with, or whose module would be a keyword."""
    if name in CLASS_SPELLINGS:
        return CLASS_SPELLINGS[name]
    fine = (
        name[:1].isupper()
        and name.isidentifier()
        and name not in CLASSES
        and snake(name) not in MODULES
    )
    return name if fine else f"Model{name}"


def prefixed(name: str, taboo: frozenset[str], prefix: str) -> str:
    """Makes a name in snake case usable: ``prefix`` is before one that is reserved, or is no
    identifier.
    """
    return prefix + name if name in taboo or not name.isidentifier() else name
