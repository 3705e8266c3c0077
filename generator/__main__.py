"""``python -m generator`` is ``docbound``."""

from generator.cli import main

main(prog_name="docbound")
