"""What items of the catalogue and village points look like over REST."""

import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import Computed, RowSerializer
from services.item_choices import (
    Audience,
    HandlingKind,
    ItemLevel,
    ItemType,
    LimitUnit,
    MaterialForm,
    MaterialSource,
    VillageRole,
)


def _is_open_question(until: datetime.date | None) -> bool:
    return until is None or until < timezone.localdate()


def _to_be_verified(column: str) -> Any:
    shown = serializers.BooleanField(help_text="Nobody has confirmed it for today (待核实).")
    return Computed(shown, _is_open_question, column)


class ItemSerializer(RowSerializer):
    """政务服务事项: how a handling item is done from a day on."""

    id = serializers.IntegerField()
    base_code = serializers.CharField(source="item.base_code")
    code = serializers.CharField(source="item.code", help_text="Implementation code, verbatim.")
    main_item = serializers.CharField(source="item.service_item.name")
    name = serializers.CharField()
    item_type = serializers.ChoiceField(ItemType.choices)
    level = serializers.ChoiceField(ItemLevel.choices)
    body = BodySerializer()
    audience = serializers.ListField(child=serializers.ChoiceField(Audience.choices))
    legal_limit = serializers.IntegerField(allow_null=True, help_text="null where no law sets one.")
    legal_unit = serializers.ChoiceField([("", ""), *LimitUnit.choices])
    promised_limit = serializers.IntegerField()
    promised_unit = serializers.ChoiceField(LimitUnit.choices)
    handling_kind = serializers.ChoiceField(HandlingKind.choices)
    is_free = serializers.BooleanField()
    fee = serializers.CharField()
    legal_basis = serializers.CharField()
    visits = serializers.IntegerField(help_text="How often one has to come.")
    result = serializers.CharField()
    is_on_platform = serializers.BooleanField(help_text="Applied for on the province's platform only.")
    village_role = serializers.ChoiceField(VillageRole.choices)
    village_steps = serializers.CharField()
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True)
    confirmed_until = serializers.DateField(allow_null=True)
    to_be_verified = _to_be_verified("confirmed_until")


class MaterialSerializer(serializers.Serializer):
    """申请材料."""

    name = serializers.CharField()
    copies = serializers.IntegerField()
    form = serializers.ChoiceField(MaterialForm.choices)
    source = serializers.ChoiceField(MaterialSource.choices)  # type: ignore[assignment]
    source_text = serializers.CharField()
    is_tolerable = serializers.BooleanField()


class HandlingStepSerializer(serializers.Serializer):
    """办理环节."""

    name = serializers.CharField()
    limit = serializers.IntegerField()
    unit = serializers.ChoiceField(LimitUnit.choices)
    counts_in_limit = serializers.BooleanField()
    basis = serializers.CharField()


class WholeItemSerializer(ItemSerializer):
    """An item with everything its guide says."""

    conditions = serializers.CharField()
    document_no = serializers.CharField()
    telephone = serializers.CharField()
    materials = MaterialSerializer(many=True)
    steps = HandlingStepSerializer(many=True)


class PointSerializer(RowSerializer):
    """村级便民服务点."""

    id = serializers.IntegerField()
    village = BodySerializer()
    township = BodySerializer()
    place = serializers.CharField()
    hours = serializers.CharField()
    telephone = serializers.CharField()
    opened_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)


class PointItemSerializer(RowSerializer):
    """服务点事项: what a village does of an item."""

    id = serializers.IntegerField()
    point = serializers.IntegerField(source="point_id")
    village = BodySerializer(source="point.village")
    code = serializers.CharField(source="item.code")
    role = serializers.ChoiceField(VillageRole.choices)
    steps = serializers.CharField()
    person = serializers.CharField()
    assured_until = serializers.DateField(allow_null=True)
    to_be_verified = _to_be_verified("assured_until")
