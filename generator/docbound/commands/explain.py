"""The command ``explain``: what a rule means."""

from __future__ import annotations

import click

from docbound.diagnostics.rules import explained, rules
from docbound.diagnostics.suggestions import did_you_mean


@click.command(short_help="Say what a rule means, and how to mend what it finds.")
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say why RULE matters and how to mend what it finds; without RULE, list all of them.

    RULE is what a finding ends with, in brackets: unresolved-reference.
    """
    known = rules()
    if rule is None:
        width = max(map(len, known))
        for entry in known.values():
            click.echo(f"{entry.id:{width}}  {entry.what}")
        return
    name = rule.strip("[]")
    if name not in known:
        near = did_you_mean(name, known)
        hint = f"did you mean {near}?" if near else "`docbound explain` lists all rules"
        raise click.UsageError(f"there is no rule {name!r}; {hint}")
    click.echo(explained(known[name]), nl=False)
