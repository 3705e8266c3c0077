"""The host of a configuration: an address, or one of the description's servers."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import ClassVar

from ..errors import ApiTypeError
from ..service.spec import PackageSpec, Server
from ..user_input import cleaned
from .servers import HostSetting, choose, fill_in, host_settings, named_base


def host_text(value: object, spec: PackageSpec, logger: logging.Logger) -> str:
    """A host as it was given, without blanks around it.

    Raises:
        ApiValueError: no call could go there.
    """
    text = cleaned(value, "host", logger)
    named_base(text, spec, "host")
    return text


class HostSettings:
    """The base URL, or one of the description's servers; see ``BaseConfiguration`` for what each
    setting means.
    """

    _spec: ClassVar[PackageSpec]

    server_variables: dict[str, str]
    _host: str | None
    _server_index: int | None

    @property
    def host(self) -> str:
        """The base URL; assigning one takes it away from the description's servers."""
        index = self._server_index
        if index is None:
            return self._host or ""
        servers = self._spec.servers
        if 0 <= index < len(servers) and not servers[index].variables:
            return servers[index].url
        return self.get_host_from_settings(index, self.server_variables)

    @host.setter
    def host(self, value: str) -> None:
        self._host = host_text(value, self._spec, logging.getLogger(self._spec.package))
        self._server_index = None

    @property
    def _given_host(self) -> str | None:
        """The host that the user gave as an argument, an attribute or in the environment; None: the
        description's counts.
        """
        return self._host if self._server_index is None else None

    @property
    def server_index(self) -> int | None:
        """Which of the description's servers is the host; None: ``host`` was given."""
        return self._server_index

    @server_index.setter
    def server_index(self, value: int | None) -> None:
        self._server_index = self._index_of_server(value)

    def _index_of_server(self, value: object) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise ApiTypeError(f"server_index is an int or None, not {value!r}")
        choose(self._spec.servers, value)
        return value

    def get_host_settings(self) -> list[HostSetting]:
        """The description's servers as plain data."""
        return host_settings(self._spec.servers)

    def get_host_from_settings(
        self,
        index: int | None,
        variables: Mapping[str, str] | None = None,
        servers: Sequence[Server] | None = None,
    ) -> str:
        """The URL of a server with its variables filled in.

        Args:
            index: which one; None: the host that was given.
            variables: values for the URL's variables.
            servers: instead of the description's own.

        Raises:
            ApiValueError: there is no such server, or a value is not allowed.
        """
        if index is None:
            return self._host or ""
        known = self._spec.servers if servers is None else servers
        if servers is None and not known:
            return ""
        return fill_in(choose(known, index), variables)
