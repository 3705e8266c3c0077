"""Secrets in HTTP messages and texts: found by place, by value and by shape, and replaced by
stand-ins.

:class:`Redactor` does it: give it the credentials that were used and the :class:`Rules` of
the service, let it look at all messages that belong together (:meth:`~.redactor.Redactor.learn`),
then let it rewrite each of them.
"""

from .redactor import Redactor
from .secret_patterns import PATTERNS, SecretPattern, find_secrets
from .sensitive_names import Rules

__all__ = [
    "PATTERNS",
    "Redactor",
    "Rules",
    "SecretPattern",
    "find_secrets",
]
