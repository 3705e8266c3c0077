"""``python -m docbound`` is ``docbound``."""

import gc


def main() -> None:
    """Runs docbound on the arguments of the command line."""
    # As `docbound.cli` does, and from the first import on.
    gc.disable()
    from docbound.cli import main as command

    command(prog_name="docbound")


if __name__ == "__main__":
    main()
