"""Who is responsible (这事归谁管): from a sentence in everyday words to the entries that answer it, or to none."""

from responsibilities.finder.answers import Answer, who_is_responsible
from responsibilities.finder.words import MOST_CHARACTERS

__all__ = ["MOST_CHARACTERS", "Answer", "who_is_responsible"]
