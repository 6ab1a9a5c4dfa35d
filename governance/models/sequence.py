"""Counters behind document numbers."""

from django.db import models


class Sequence(models.Model):
    """The last number given out per organisation, kind of document and year; see governance.numbering."""

    organisation = models.ForeignKey("governance.Organisation", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="sequence_once")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.year}: {self.last}"
