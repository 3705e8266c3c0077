"""Both clients against the loopback service: the same calls, blocking and awaiting."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from docbound.runtime.client.async_api import BaseAsyncApiClient
from docbound.runtime.client.sync_client import BaseApiClient
from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.service.oauth_flows import OAuthFlow
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.security_schemes import HttpBearer, OAuth2, OpenIdConnect
from docbound.runtime.service.spec import PackageSpec, Server
from tests.runtime.auth.sign_in.server import Service
from tests.runtime.twins import StillClock

READ = Operation[Any]("read", "GET", "/api", security=(("oauth",),), scopes={"oauth": ("read",)})
WRITE = Operation[Any](
    "write", "GET", "/api", security=(("oauth",),), scopes={"oauth": ("read", "write")}
)
CONNECT = Operation[Any]("connect", "GET", "/api", security=(("oidc",),))
BARE = Operation[Any]("bare", "GET", "/api", security=(("bearer",),))


def spec(service: Service, **defaults: Any) -> PackageSpec:
    from docbound.runtime.service.oauth_flows import SignInDefaults

    return PackageSpec(
        package="loop_client",
        distribution="loop-client",
        servers=(Server(service.url),),
        security_schemes={
            "oauth": OAuth2(
                token_url="/token",
                flows={
                    "authorizationCode": OAuthFlow(
                        token_url="/token", authorization_url="/authorize", scopes={"read": ""}
                    ),
                    "deviceAuthorization": OAuthFlow(
                        token_url="/token", device_authorization_url="/device"
                    ),
                    "password": OAuthFlow(token_url="/token", refresh_url="/refresh"),
                },
                sign_in=SignInDefaults(**defaults),
            ),
            "oidc": OpenIdConnect(discovery_url=f"{service.url}/.well-known/openid-configuration"),
            "bearer": HttpBearer(),
        },
    )


class Driver:
    """Makes calls one after the other, or all at once; gives results and errors."""

    name = "sync"

    def configuration(self, service: Service, settings: dict[str, Any], **defaults: Any) -> Any:
        kind = type("Configuration", (BaseConfiguration,), {"_spec": spec(service, **defaults)})
        return kind(**{"retries": 0, "timeout": 20, **settings})

    def calls(
        self,
        service: Service,
        *operations: Operation[Any],
        in_parallel: bool = False,
        clock: StillClock | None = None,
        between: Callable[[Any], None] | None = None,
        defaults: dict[str, Any] | None = None,
        **settings: Any,
    ) -> list[Any]:
        configuration = self.configuration(service, settings, **(defaults or {}))
        logging.getLogger("loop_client").setLevel(logging.DEBUG)
        with BaseApiClient(configuration) as client:
            client.clock = clock or client.clock

            def once(operation: Operation[Any]) -> Any:
                try:
                    return client._call(operation, ())
                except Exception as error:
                    return error

            if in_parallel:
                with ThreadPoolExecutor(len(operations)) as pool:
                    return list(pool.map(once, operations))
            found: list[Any] = []
            for operation in operations:
                found.append(once(operation))
                if between is not None:
                    between(client)
            return found


class AsyncDriver(Driver):
    name = "async"

    def calls(
        self,
        service: Service,
        *operations: Operation[Any],
        in_parallel: bool = False,
        clock: StillClock | None = None,
        between: Callable[[Any], None] | None = None,
        defaults: dict[str, Any] | None = None,
        **settings: Any,
    ) -> list[Any]:
        configuration = self.configuration(service, settings, **(defaults or {}))
        logging.getLogger("loop_client").setLevel(logging.DEBUG)

        async def main() -> list[Any]:
            async with BaseAsyncApiClient(configuration) as client:
                client.clock = clock or client.clock

                async def once(operation: Operation[Any]) -> Any:
                    try:
                        return await client._call(operation, ())
                    except Exception as error:
                        return error

                if in_parallel:
                    return list(await asyncio.gather(*map(once, operations)))
                found: list[Any] = []
                for operation in operations:
                    found.append(await once(operation))
                    if between is not None:
                        between(client)
                return found

        return asyncio.run(main())


DRIVERS = (Driver(), AsyncDriver())
OK = {"ok": True}
