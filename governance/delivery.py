"""Delivering what the outbox holds: claim with a lease, send outside any transaction, settle."""


def deliver_due() -> int:
    """Deliver everything that is due; return how many deliveries were settled."""
    return 0
