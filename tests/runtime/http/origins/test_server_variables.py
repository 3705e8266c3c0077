"""A value of a server variable never leads a call, and its credentials, to another host than the
description lets it choose.
"""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.config.servers import fill_in, read_base
from docbound.runtime.errors import ApiValueError
from docbound.runtime.http.origins import AddressError
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.spec import PackageSpec, Server, ServerVariable
from tests.runtime.twins import SPEC, Configuration, Script, Twin

ATTEMPTS = (
    "evil.example/",
    "evil.example/?",
    "evil.example?",
    "evil.example#",
    "evil.example\\",
    "evil.example:443/",
    "me@evil.example/",
    "me@evil.example#",
    "//evil.example/",
    "https://evil.example/",
    "evil.example/\t",
    " evil.example/",
    "evil.example\n",
    "x@",
    "",
    "..",
    "-",
    "е",
    "[::1]",
    "evil.example:80",
)


def _server(url: str) -> Server:
    names = ("scheme", "region", "zone", "port", "base", "tenant")
    variables = {name: ServerVariable("x") for name in names if f"{{{name}}}" in url}
    return Server(url, variables=variables)


BOUND = (
    ("https://{region}.example.com/v1", "region", ".example.com"),
    ("https://api-{region}.example.com", "region", ".example.com"),
    ("https://{region}{zone}.example.com/{base}", "region", ".example.com"),
    ("https://{region}.{zone}.example.com:8443/{base}", "zone", ".example.com"),
    ("//{region}.example.com/v1", "region", ".example.com"),
    ("{scheme}://api.example.com/v1", "scheme", ".example.com"),
    ("{scheme}://{region}.example.com", "scheme", ".example.com"),
    ("https://api.example.com:{port}/v1", "port", "api.example.com"),
)
"""A template, the variable that is set, and how the host must end all the same."""


@pytest.mark.parametrize(("template", "name", "end"), BOUND)
@pytest.mark.parametrize("value", ATTEMPTS)
def test_the_host_ends_as_described(template: str, name: str, end: str, value: str) -> None:
    try:
        url = fill_in(_server(template), {name: value})
        host = read_base(f"https:{url}" if url.startswith("//") else url, False).origin.host
    except (ApiValueError, AddressError):
        return
    assert host.endswith(end)


@pytest.mark.parametrize(
    ("template", "values", "url"),
    [
        ("https://{region}/v1", {"region": "own.example:8443"}, "https://own.example:8443/v1"),
        ("https://{region}", {"region": "own.example/base"}, "https://own.example/base"),
        ("{region}/v1", {"region": "https://own.example"}, "https://own.example/v1"),
        ("https://a.example/{base}", {"base": "v1/beta"}, "https://a.example/v1/beta"),
        ("/{base}/x", {"base": "v1/beta"}, "/v1/beta/x"),
        ("https://a.example:{port}/x", {"port": "8443"}, "https://a.example:8443/x"),
        ("{scheme}://a.example", {"scheme": "http"}, "http://a.example"),
        ("https://{tenant}.a.example", {"tenant": "x.y"}, "https://x.y.a.example"),
    ],
)
def test_what_a_variable_may_choose_it_chooses(
    template: str, values: dict[str, str], url: str
) -> None:
    assert fill_in(_server(template), values) == url


class _Regional(Configuration):
    _spec = PackageSpec(
        package="sample_client",
        servers=(_server("https://{region}.example.com/v1"),),
        security_schemes=SPEC.security_schemes,
    )


@pytest.mark.parametrize("value", ["evil.example/", "evil.example#", "evil.example?"])
def test_no_request_leaves_for_another_host(twin: Twin, value: str) -> None:
    script = Script()
    operations = (
        Operation[Any]("op", "GET", "/x", security=(("bearer",),)),
        Operation[Any](
            "own",
            "GET",
            "/x",
            security=(("bearer",),),
            servers=(_server("https://{region}.example.com/own"),),
        ),
    )
    configuration = _Regional(
        access_token="S3CRET",
        server_variables={"region": value},
        server_operation_variables={"own": {"region": value}},
    )
    for operation in operations:
        client = twin.client(script, configuration=configuration)
        with pytest.raises(ApiValueError, match="the server variable 'region' cannot hold"):
            twin.run(client._call(operation, ()))
    assert not script.requests
