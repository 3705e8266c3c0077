"""Which addresses the credentials of a call may go to.

Whatever follows an address that a service named (a redirect, a link to the next page, an endpoint
of OAuth 2) asks here first.
"""

from __future__ import annotations

from ..named_tuples import NamedTuple
from .origins import Address, Origin


class Scope(NamedTuple):
    """Where the credentials of one call, and what its client sends with every call, may go.

    Attributes:
        home: the origin that the call is addressed to.
        trusted: further origins that the user named.
    """

    home: Origin
    trusted: frozenset[Origin] = frozenset()

    def admits(self, target: Origin) -> bool:
        """Whether they may go to ``target``.

        From http to https of the same host, both on their default ports, they may: who listens on
        one of them rules the other one.
        """
        if target == self.home or target in self.trusted:
            return True
        here = self.home
        return (here.scheme, here.port, target.scheme, target.port) == (
            "http",
            80,
            "https",
            443,
        ) and here.host == target.host

    def moved(self, target: Origin) -> Scope:
        """The scope after a redirect to an admitted ``target``: who has come to https does not go
        back to http.
        """
        if target == self.home or target in self.trusted:
            return self
        return self._replace(home=target)


class Trail(NamedTuple):
    """Where redirects have led.

    Attributes:
        scope: where credentials may still go.
        inside: whether all of the way lay within the scope; what was left behind once is not sent
            again.
        address: the last target, or None.
        refusal: why it was not followed, or empty.
    """

    scope: Scope
    inside: bool = True
    address: Address | None = None
    refusal: str = ""
