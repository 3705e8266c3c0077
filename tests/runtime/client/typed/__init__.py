"""User code that both type checkers must understand; see test_typing.py."""
