"""Completion offers every feature from the package's root on, as an editor with pyright's language
server shows it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Final

import pytest

from docbound.runtime.service.options import CallOptions
from docbound.tables import exception_names
from tests.support.clients import CLIENTS, Client
from tests.support.completion import LanguageServer
from tests.support.services import made_services

HEAD: Final = """\
import harbour_client
import kennel_client
import togai_client
from kennel_client import aio as kennel_aio
from togai_client import aio

client = togai_client.ApiClient()
aclient = aio.ApiClient()
harbour = harbour_client.ApiClient()
kennel = kennel_client.ApiClient()
akennel = kennel_aio.ApiClient()
dog = kennel.dogs.get_dog("Rex")
"""

OFFERED: Final = {
    "togai_client.": (
        """
        ApiClient ApiResponse Attempt BinaryResponse Configuration CreateCreditRequest Credit CreditsApi Mismatch Pager
        RawResponse RequestAuth Retries Stream Timeout Transport aio api configuration exceptions hooks models rest
        """  # noqa: E501
    ),
    "togai_client.exceptions.": " ".join(exception_names.NAMES),
    "togai_client.configuration.": "AccessToken Clock Configuration RequestAuth Retries Timeout",
    "togai_client.hooks.": "Attempt AttemptHook Hooks Mismatch MismatchHook",
    "togai_client.rest.": (
        "AsyncResponse AsyncTransport BodyStream Request Response Timeouts Transport"
    ),
    "togai_client.api_response.": (
        """
        ApiResponse AsyncBinaryResponse AsyncPager AsyncRawResponse AsyncStream BinaryResponse Pager RawResponse Stream
        """  # noqa: E501
    ),
    "aio.": (
        "ApiClient AsyncBinaryResponse AsyncPager AsyncRawResponse AsyncStream AsyncTransport"
        " CreditsApi"
    ),
    "togai_client.ApiClient(": (
        """
        access_token= api_key= configuration= cookie= header_name= header_value= host= retries= strict= timeout=
        transport=
        """  # noqa: E501
    ),
    "togai_client.Configuration(": (
        """
        access_token= ca_cert_data= cert_file= client_id= client_secret= connection_pool_maxsize= key_file= no_proxy=
        password= proxy= ssl_ca_cert= timeout= username= verify_ssl=
        """  # noqa: E501
    ),
    "togai_client.Retries(": "backoff= count= jitter= max_wait= respect_retry_after= statuses=",
    "client.": (
        "clock close configuration credits hooks request set_default_header user_agent with_options"
    ),
    "client.with_options(": (
        "access_token= api_key= headers= host= query= retries= strict= timeout="
    ),
    "client.request(": "auth= body= content_type= headers= host= query= retries= timeout=",
    "client.hooks.": "after_response before_request on_error on_mismatch",
    "client.credits.": (
        """
        list_credits list_credits_iter list_credits_with_http_info list_credits_without_preload_content void_credit
        """  # noqa: E501
    ),
    "client.credits.list_credits(": "account_id= page_size= status=",
    "client.credits.list_credits_iter().": "pages",
    "client.credits.list_credits_with_http_info().": "data headers raw_data status_code",
    "client.credits.list_credits_without_preload_content().": (
        "close data headers iter_bytes json read status text"
    ),
    "aclient.": "aclose close credits hooks request with_options",
    "aclient.credits.": "list_credits list_credits_iter list_credits_with_http_info",
    "harbour.ships.get_photo(7).": "close content_type file_name iter_bytes read save",
    "harbour.ships.watch_movements().": "close",
    "for movement in harbour.ships.watch_movements():\n    movement.": "berth ship",
    "for credit in client.credits.list_credits_iter():\n    credit.": "account_id status",
    "try:\n    pass\nexcept togai_client.NotFoundException as error:\n    error.": (
        """
        body data headers method reason request_id retry_after status url
        """
    ),
    "try:\n    pass\nexcept togai_client.ApiConnectionError as error:\n    error.": (
        "method sent url"
    ),
    "try:\n    pass\nexcept togai_client.ResponseMismatchError as error:\n    error.": "mismatches",
    "client.hooks.before_request.append(lambda attempt: attempt.": (
        """
        elapsed error headers notes number operation request status template
        """
    ),
    "client.hooks.on_mismatch.append(lambda found, operation: found.": (
        "expected got novel path value"
    ),
    "with togai_client.ApiClient() as used:\n    used.": "close credits request with_options",
    "with togai_client.ApiClient() as used:\n    used.credits.": "list_credits",
    "async def main() -> None:\n    async with aio.ApiClient() as used:\n        used.credits.": (
        "list_credits"
    ),
    "client.with_options(timeout=3).": "credits",
    "togai_client.ApiClient.get_default().": "credits",
    "togai_client.Configuration.get_default().": "host timeout",
    "togai_client.Credit.from_dict({}).": "account_id status",
    "togai_client.Credit.from_json('').": "account_id status",
    "with client.credits.list_credits_without_preload_content() as raw:\n    raw.": "iter_bytes",
    "with harbour.ships.get_photo(7) as photo:\n    photo.": "iter_bytes save",
    "with harbour.ships.watch_movements() as stream:\n    stream.": "close reconnect",
    "with harbour.ships.watch_movements() as items:\n    for item in items:\n        item.": "ship",
    "from harbour_client.testing import Stub\nwith Stub() as stub:\n    stub.": "verify",
}
"""What is typed, and what must be among the proposals."""

MEMBERS: Final = {
    # a field that may be null, must be there, is named otherwise on the wire, or may be absent
    "dog.owner.": "name partner",
    "dog.sitter.": "name partner",
    "dog.vet_of_choice.": "name partner",
    "dog.breeder.": "name partner",
    "dog.owner.partner.partner.": "name partner",
    # in lists, dictionaries and choices
    "dog.former[0].": "name partner",
    "for former in dog.former or []:\n    former.": "name partner",
    "dog.visitors.": "append count index",
    "dog.visitors[0].": "name partner",
    "dog.by_day.": "get items values",
    "dog.by_day['Monday'].": "name partner",
    "for each in (dog.by_day or {}).values():\n    each.": "name partner",
    "dog.payer.": "name partner upper",
    "dog.guest.": "kind lives owner wings",
    "dog.guest.owner.": "name partner",
    # scalars
    "dog.size.": "startswith upper",
    "dog.wanted_size.": "startswith upper",
    "dog.coat.": "startswith upper",
    "dog.rank.": "bit_length",
    "dog.born.": "isoformat tzinfo",
    "dog.photo.": "decode hex",
    "dog.note.": "startswith upper",
    "kennel_client.Size.": "LARGE SMALL",
    "kennel_client.Size.SMALL.": "name upper value",
    # what is written
    "kennel_client.Dog(": "breeder= owner= sitter= size= vet_of_choice=",
    "kennel_client.models.": "Bird Cat Dog Dogs Guest Owner Rank Size",
    # replies
    "kennel.dogs.find_best().": "owner sitter size",
    "kennel.dogs.find_best().owner.": "name partner",
    "kennel.dogs.map_dogs()['here'].": "owner sitter size",
    "kennel.dogs.map_dogs()['here'].owner.": "name partner",
    "kennel.dogs.get_guest().": "kind lives owner wings",
    "kennel.dogs.get_guest().owner.": "name partner",
    "kennel.dogs.get_dog_with_http_info('Rex').data.owner.": "name partner",
    "kennel.dogs.list_dogs().items[0].sitter.": "name partner",
    "for each in kennel.dogs.list_dogs_iter():\n    each.owner.": "name partner",
    "for page in kennel.dogs.list_dogs_iter().pages():\n    page.items[0].owner.": "name partner",
    # the asynchronous twins
    **{
        f"async def main() -> None:\n    {typed}": names
        for typed, names in {
            "(await akennel.dogs.get_dog('Rex')).owner.": "name partner",
            "(await akennel.dogs.find_best()).sitter.": "name partner",
            "(await akennel.dogs.get_guest()).": "kind lives owner wings",
            "(await akennel.dogs.map_dogs())['here'].owner.": "name partner",
        }.items()
    },
}
"""The same for the members of what fields and replies hold."""

ASYNCHRONOUS: Final = {
    f"async def main() -> None:\n    {typed}": "name partner"
    for typed in (
        "(await akennel.dogs.get_dog_with_http_info('Rex')).data.owner.",
        "async for each in akennel.dogs.list_dogs_iter():\n        each.owner.",
        "async for page in akennel.dogs.list_dogs_iter().pages():\n        page.items[0].owner.",
    )
}
"""The same for other forms of asynchronous methods: jedi does not infer a type variable from the
``Coroutine`` that a function returns (decision 0098).
"""


FIELDS: Final = {
    "client.credits.create_credit(": "create_credit_request= credit_requests=",
    "harbour.ships.add_papers(7, ti": "title=",
    "harbour.ships.ask_forecast(hours=3, str": "stream=",
    'client.credits.create_credit({"': '"creditRequests" "credit_requests"',
    "harbour.ships.ask_forecast(hours=3).": "text",
    "harbour.ships.ask_forecast(hours=3, stream=True).": "close events",
    "for word in harbour.ships.ask_forecast(hours=3, stream=True):\n    word.": "word",
}
"""The same for the fields of bodies, which jedi does not read (decision 0057)."""

OWN: Final = {"TYPE_CHECKING", "attach"}
"""What the module of a root needs for itself; ``dir`` leaves it out."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    folders = [client.folder for client in (*CLIENTS, *made_services())]
    with LanguageServer(tmp_path_factory.mktemp("typed"), folders) as running:
        yield running


def test_completion(server: LanguageServer) -> None:
    missing = {
        typed: sorted(absent)
        for typed, names in (OFFERED | MEMBERS | ASYNCHRONOUS).items()
        if (absent := set(names.split()) - server.completions(HEAD + typed))
    }
    assert missing == {}


def test_fields_of_a_body(server: LanguageServer) -> None:
    missing = {
        typed: sorted(absent)
        for typed, names in FIELDS.items()
        if (absent := set(names.split()) - server.completions(HEAD + typed))
    }
    assert missing == {}


@pytest.mark.parametrize(
    "call", ["client.credits.list_credits(", "aclient.credits.list_credits_iter("]
)
def test_options_of_a_call(server: LanguageServer, call: str) -> None:
    """Editors keep names with an underscore out of the proposals; the signature that they show has
    them.
    """
    shown = server.signature(HEAD + call)
    missing = {name for name in CallOptions._fields if f"_{name}:" not in shown}
    assert missing == {"link"}


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_the_root_is_the_same_for_tools_and_at_run_time(
    server: LanguageServer, client: Client
) -> None:
    package = importlib.import_module(client.package)
    proposed = server.completions(f"import {client.package}\n{client.package}.")
    public = {name for name in dir(package) if name[0] != "_"}
    assert public <= proposed
    assert set(package.__all__) <= public
    assert {name for name in proposed if name[0] != "_"} - public <= OWN
    for name in package.__all__:
        assert getattr(package, name) is not None
