"""What `manage.py check` asks beyond Django's own checks."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from governance.roles import PERMITTED, has_name


@register(Tags.security, deploy=True)
def proxies_are_named(app_configs, **options) -> list[Warning]:
    """TLS ends in a proxy, so without its entry everybody has the proxy's address, and is paused with everybody."""
    if not settings.BEHIND_TLS or settings.NUM_PROXIES:
        return []
    return [
        Warning(
            "NUM_PROXIES is 0, but TLS ends in a proxy: all callers seem to come from one address.",
            hint="Set NUM_PROXIES to the number of reverse proxies that append to X-Forwarded-For.",
            id="governance.W001",
        )
    ]


@register()
def operations_and_rights_agree(app_configs, **options) -> list[Error]:
    """Every operation has a right, or nobody could ever perform it; every right is an operation's, or one to see that
    has a name, or nobody would know what it is."""
    from governance.access import OPERATIONS

    errors = [
        Error(f"{name} is an operation, and stands in no app's rights.py.", id="governance.E001")
        for name in sorted(OPERATIONS.keys() - PERMITTED.keys())
    ]
    errors += [
        Error(f"{name} stands in a rights.py, and is no operation and has no name there.", id="governance.E002")
        for name in sorted(PERMITTED.keys() - OPERATIONS.keys())
        if not has_name(name)
    ]
    return errors
