"""The cache in Redis, which does without Redis while that is away."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Throttles keep one entry for each address: these are more addresses than a county has, and at a kilobyte each (120
# times of day) about 10 MB of a process. Beyond it those that asked longest ago are forgotten, and counted anew.
MAX_ENTRIES = 10_000
RETRY_SECONDS = 15  # how long a Redis that is away is left alone

_retry_at = 0.0


def _or_here(name: str) -> Callable[..., Any]:
    def method(self: "Cache", *args: Any, **kwargs: Any) -> Any:
        global _retry_at
        if time.monotonic() >= _retry_at:
            try:
                return getattr(super(Cache, self), name)(*args, **kwargs)
            except (RedisError, OSError) as error:
                _retry_at = time.monotonic() + RETRY_SECONDS
                logger.warning("The cache is away (%s); each process counts for itself until it is back.", error)
        return getattr(self.here, name)(*args, **kwargs)

    return method


class Cache(RedisCache):
    """Redis; while it does not answer, the memory of this process, and a line in the log.

    So what counts in the cache, such as the throttles of the API, goes on counting: less strictly, since each process
    counts for itself, but neither failing nor open.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.here = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}})

    add = _or_here("add")
    get = _or_here("get")
    set = _or_here("set")
    touch = _or_here("touch")
    delete = _or_here("delete")
    get_many = _or_here("get_many")
    has_key = _or_here("has_key")
    incr = _or_here("incr")
    set_many = _or_here("set_many")
    delete_many = _or_here("delete_many")
    clear = _or_here("clear")
