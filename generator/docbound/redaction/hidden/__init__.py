"""A known secret in a text, however it is written there.

Two sides meet. The text is read in every way that it may be meant (:mod:`.readings`: escapes
undone, unpacked, decoded, without its markup, and so on within each other), and each reading is
reduced to a few plain forms (:mod:`.forms`). The secret is written in many ways
(:mod:`.written_secrets`). :class:`HiddenSecrets` compares the two, and says how much of which
secret it found.
"""

from .search import HiddenSecrets, Sighting

__all__ = ["HiddenSecrets", "Sighting"]
