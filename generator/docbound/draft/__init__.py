"""A first description from documentation: pages, packages and traffic in; ``openapi.yaml``,
``documented.yaml`` and ``client.yaml`` out.

``sources`` opens what the user names. Each of the ``readers`` turns one style of documentation into
the same few ``blocks``; the ``interpreter`` reads blocks and knows no style. ``packages`` reads
client packages, ``recordings`` recorded calls. Either way the result is a
:class:`docbound.draft.facts.Draft`: what was stated, each fact with the line that states it.
``merging`` joins drafts by the rank of their sources, and ``writer`` writes the files.

Nothing here guesses: a fact that no source states is left open, unless guesses are requested,
which are marked as such.
"""
