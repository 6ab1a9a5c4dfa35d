"""Hotline orders as a resource; who called is in none of them."""

from rest_framework import serializers

from governance.api.fields import BodySerializer
from governance.api.resources import RowSerializer
from services.hotline_states import OrderStatus


class HotlineOrderSerializer(RowSerializer):
    """热线工单."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    order_no = serializers.CharField()
    holder = BodySerializer(help_text="Has to answer.")
    subject = serializers.CharField()
    text = serializers.CharField()
    is_complex = serializers.BooleanField()
    received_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    due_provisional = serializers.BooleanField()
    return_until = serializers.DateField(help_text="The last day on which it may be returned as another body's.")
    status = serializers.ChoiceField(OrderStatus.choices)
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    right_body = BodySerializer(allow_null=True)
    right_entry = serializers.IntegerField(
        source="right_entry_id", allow_null=True, help_text="Id of the entry of a duty list."
    )
    application = serializers.IntegerField(
        source="application_id", allow_null=True, help_text="Id of the application it has become."
    )
