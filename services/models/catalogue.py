"""PLACEHOLDER until the catalogue is there."""

from django.db import models


class HandlingItem(models.Model):
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    item_type = models.CharField(max_length=20, default="行政许可")
    body = models.ForeignKey("governance.Organisation", models.PROTECT)
    legal_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_unit = models.CharField(max_length=16, blank=True)
    promised_limit = models.PositiveSmallIntegerField()
    promised_unit = models.CharField(max_length=16)
    is_on_platform = models.BooleanField(default=False)

    def __str__(self):
        return self.name
