"""Celery over Redis: kombu's transport, made to survive a Redis that goes away and comes back."""

from kombu.transport import redis


class Channel(redis.Channel):
    """A channel whose connection was lost forgets the messages it has taken.

    kombu gives them back, or acknowledges them, over the very connection that is gone, and that ends the worker.
    Nothing is lost: beat asks for every task again (a test holds that), and Redis itself gives out again what nobody
    has acknowledged.
    """

    do_restore = False

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        if not self.closed:
            super().basic_ack(delivery_tag, multiple)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not self.closed:
            super().basic_reject(delivery_tag, requeue)


class Transport(redis.Transport):
    """Named by CELERY_BROKER_TRANSPORT."""

    Channel = Channel
