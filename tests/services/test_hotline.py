"""Hotline orders: answered or returned in their days, naming whose they are; who called stays sealed."""

import datetime

import pytest
from django.db import connection

from governance.models import AuditEntry
from services.hotline_states import OrderStatus
from services.models import HotlineOrder
from services.operations.hotline import answer_order, link_order, open_caller, receive_order, return_order
from tests.refusals import refused
from tests.services.counter import received
from tests.services.test_applications import on


@pytest.fixture
def order(world):
    return receive_order(
        world.township, by=world.clerk, order_no="RX20260302001", subject="高龄津贴未发放", text="来电称津贴未到账。",
        caller_name="钱来电", caller_telephone="13900005678",
    )  # fmt: skip


def test_an_order_has_a_holder_and_its_days(world, order):
    assert order.due_on == datetime.date(2026, 3, 9)
    assert order.return_until == datetime.date(2026, 3, 4)
    assert order.custodies.get().holder == world.township
    with refused("order_known", "order_no"):
        receive_order(world.township, by=world.clerk, order_no="RX20260302001", subject="重复", text="重复")
    hard = receive_order(world.township, by=world.clerk, order_no="RX2", subject="疑难", text="疑难", is_complex=True)
    assert hard.due_on == datetime.date(2026, 3, 16)


def test_it_is_answered(world, order, clock):
    with refused("answer_missing", "answer"):
        answer_order(order, by=world.clerk, answer=" ")
    on(clock, "2026-03-10")
    assert HotlineOrder.objects.past_due().get() == order
    answer_order(order, by=world.clerk, answer="已补发。")
    assert order.custodies.get().ended_because == "answered"
    assert not HotlineOrder.objects.past_due().exists()


def test_it_is_returned_in_two_days_naming_whose_it_is(world, order, clock):
    said = {"by": world.clerk, "answer": "属市水利局职责"}
    with refused("returned_to_ourselves", "right_body"):
        return_order(order, **said, right_body=world.township)
    with refused("answer_missing", "answer"):
        return_order(order, by=world.clerk, answer="", right_body=world.water)
    return_order(order, **said, right_body=world.water)
    assert (order.status, order.right_body) == (OrderStatus.RETURNED, world.water)
    late = receive_order(world.township, by=world.clerk, order_no="RX3", subject="水", text="停水")
    on(clock, "2026-03-05")
    with refused("returned_too_late"):
        return_order(late, **said, right_body=world.water)


def test_an_entry_is_cited_for_the_body_it_names(world, order):
    from tests.enforcement.factories import published_entry

    entry = published_entry(world.county, lead=world.department)
    said = {"by": world.clerk, "answer": "属市水利局职责", "right_entry": entry}
    with refused("entry_of_another_body", "right_entry"):
        return_order(order, **said, right_body=world.water)
    return_order(order, **said, right_body=world.department)


def test_it_becomes_an_application_and_the_link_stays(world, order):
    application = received(world, item=world.allowance)
    link_order(order, by=world.clerk, application=application)
    assert (order.status, application.hotline_order) == (OrderStatus.BECAME, order)
    other = receive_order(world.township, by=world.clerk, order_no="RX4", subject="同一件", text="同一件")
    with refused("application_linked", "application"):
        link_order(other, by=world.clerk, application=application)
    elsewhere = receive_order(world.water, by=world.watcher, order_no="RX5", subject="别处", text="别处")
    with refused("application_elsewhere", "application"):
        link_order(elsewhere, by=world.watcher, application=received_before(application))
    answer_order(order, by=world.clerk, answer="已按申请办理。")


def received_before(application):
    type(application).objects.filter(pk=application.pk).update(subject="高龄津贴")
    application.refresh_from_db()
    return application


def test_who_called_is_sealed(world, order, client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_hotlineorder")
        assert "钱来电" not in str(cursor.fetchall())
    client.force_login(world.clerk)
    assert "钱来电" not in client.get(f"/services/order/{order.pk}/").content.decode()
    with refused("reason_missing", "reason"):
        open_caller(order, by=world.clerk, reason="")
    assert open_caller(order, by=world.clerk, reason="回复来电人")["caller_name"] == "钱来电"
    assert AuditEntry.objects.filter(action="open_caller", reason="回复来电人").count() == 1
    with refused("not_permitted"):
        open_caller(order, by=world.watcher, reason="好奇")
