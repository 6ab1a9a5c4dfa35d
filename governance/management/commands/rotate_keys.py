"""Write every encrypted field and every index of one anew, with the keys that stand first."""

from typing import Any

from django.apps import apps
from django.core.management import BaseCommand
from django.db import models, transaction

from governance.fields import EncryptedTextField, KeyedIndexField

ROWS = 200  # of one transaction


class Command(BaseCommand):
    help = (
        "Write encrypted fields and their indexes anew with the first of FIELD_ENCRYPTION_KEYS and INDEX_KEYS. Run it "
        "after a new key was put in front and the portal restarted; afterwards the old key can be taken away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            fields = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, EncryptedTextField | KeyedIndexField)
            ]
            if fields:
                self._rotate(model, fields)

    def _rotate(self, model: type[models.Model], fields: list[str]) -> None:
        rows = model._base_manager.order_by("pk")
        total, done, last = rows.count(), 0, None
        while True:
            with transaction.atomic():
                after = rows if last is None else rows.filter(pk__gt=last)
                found = list(after.select_for_update(no_key=True)[:ROWS])
                for row in found:
                    row.save(update_fields=fields)
            if not found:
                break
            done, last = done + len(found), found[-1].pk
            self.stdout.write(f"{model._meta.label}: {done} of {max(total, done)}")
