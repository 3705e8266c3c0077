"""HTTP messages outside of any client: as fixtures keep them, as recordings of other tools have
them.
"""

from .messages import Exchange, HttpRequest, HttpResponse, header_pairs

__all__ = ["Exchange", "HttpRequest", "HttpResponse", "header_pairs"]
