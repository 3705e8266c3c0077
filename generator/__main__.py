"""``python -m generator`` is ``docbound``."""

import gc


def main() -> None:
    """Runs docbound on the arguments of the command line."""
    # As `generator.cli` does, and from the first import on.
    gc.disable()
    from generator.cli import main as command

    command(prog_name="docbound")


if __name__ == "__main__":
    main()
