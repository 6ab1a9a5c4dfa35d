"""Readings of duty lists, each shaped for whoever asks."""

from responsibilities.selectors.bodies import bodies_concerned, competent_bodies
from responsibilities.selectors.entries import Correspondences, correspondences, entry_in_force, entry_rows, full_entry
from responsibilities.selectors.imports import preview_import
from responsibilities.selectors.lists import ListedEdition, Section, listed_editions, sections
from responsibilities.selectors.summary import summary

__all__ = [
    "Correspondences",
    "ListedEdition",
    "Section",
    "bodies_concerned",
    "competent_bodies",
    "correspondences",
    "entry_in_force",
    "entry_rows",
    "full_entry",
    "listed_editions",
    "preview_import",
    "sections",
    "summary",
]
