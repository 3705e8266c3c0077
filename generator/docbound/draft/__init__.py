"""A first description from documentation: pages, packages and traffic in; ``openapi.yaml``,
``documented.yaml`` and ``client.yaml`` out.

``sources`` opens what the user names. Each of the ``readers`` turns one style of documentation into
the same few ``blocks``; ``interpret``
reads blocks and knows no style. Recorded calls become ``exchanges``, which ``traffic`` reads.
Either way the result is a
:class:`docbound.draft.facts.Draft`: what was stated, each fact with the line that states it.
``merge`` joins drafts by the rank of
their sources, and ``write`` puts the result down.

Nothing here guesses: a fact that no source states is left open, unless guesses are requested,
which are marked as such.
"""
