"""A county grown large: the reference data, multiplied inside PostgreSQL."""

import datetime
from collections.abc import Mapping

from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from enforcement.models import EnforcementCase, PowerGrant
from enforcement.operations import log_case
from enforcement.states import GrantForm, PartyKind
from governance.models import Account, Organisation
from governance.operations.accounts import grant_membership, open_account
from governance.operations.founding import portal_account
from governance.roles import Role
from responsibilities.models import Crosswalk, DutyList, Edition, Entry, Heading, Item, LegalBasis, Participation

# What belongs to an edition, parents first.
EDITION_FAMILY = (Edition, Heading, Entry, Participation, LegalBasis, Crosswalk)
INTERVAL = datetime.timedelta(days=30)  # between two editions of one list


def build(entries: int, cases: int, tell) -> None:
    """The reference data, then at least so many entries and exactly so many cases."""
    tell("loading the reference data")
    call_command("load_reference", verbosity=0, stdout=_Silent())
    call_command("load_powers", verbosity=0, stdout=_Silent())
    township = demonstration_township()
    clerk = open_account_of(Role.TOWNSHIP_CLERK, township)
    case = log_one_case(township, by=clerk)
    with connection.cursor() as cursor:
        # Copies skip triggers and foreign keys: their originals have passed both.
        cursor.execute("SET session_replication_role = replica")
        tell("giving every township its lists")
        _spread_lists(township)
        tell(f"writing the history of every list, {entries:,} entries in all")
        _write_history(entries)
        tell(f"filing {cases:,} cases in every township in turn")
        _multiply_case(case, cases)
        cursor.execute("SET session_replication_role = DEFAULT")
        tell("collecting statistics")
        cursor.execute("VACUUM ANALYZE")


class _Silent:
    def write(self, text: str = "", ending: str = "") -> None:
        """The commands' own progress is of no interest here."""


def demonstration_township() -> Organisation:
    """The township whose lists are the reference data: the first ever opened for a township."""
    lists = DutyList.objects.filter(owner__kind=Organisation.Kind.TOWNSHIP)
    return lists.select_related("owner").order_by("pk")[0].owner


def counted() -> str:
    """How large the county is."""
    tables = {"editions": Edition, "entries": Entry, "participations": Participation, "cases": EnforcementCase}
    return ", ".join(f"{model.objects.count():,} {name}" for name, model in tables.items())


def open_account_of(role: str, organisation: Organisation) -> Account:
    """A person with the role at the organisation."""
    portal = portal_account()
    number = Account.objects.count()
    account = open_account(organisation, by=portal, username=f"bench-{number}", name="测速", password=None)
    grant_membership(account, by=portal, organisation=organisation, role=role)
    return account


def log_one_case(township: Organisation, *, by: Account) -> EnforcementCase:
    """An ordinary case under a power the township holds, which falls under an item the power's department leads."""
    grant = PowerGrant.objects.in_force().filter(township=township, form=GrantForm.GRANT).select_related("power")[0]
    entry = Entry.objects.in_force().filter(
        participations__body=grant.power.department, participations__role=Participation.Role.LEAD
    )
    return log_case(
        township,
        by=by,
        power=grant.power,
        entry=entry.first(),
        facts="巡查发现当事人有该项行为，现场拍照三张，询问当事人一次。",
        place="镇区前街12号",
        party_kind=PartyKind.CITIZEN,
        party_name="张测速",
        found_at=timezone.now() - datetime.timedelta(hours=2),
    )


def _spread_lists(owner: Organisation) -> None:
    """The one township's lists, copied for each of the others, as lists and items of their own."""
    others = list(Organisation.objects.townships().exclude(pk=owner.pk).values_list("pk", flat=True))
    lists = DutyList.objects.filter(owner=owner)
    editions = Edition.objects.filter(duty_list__in=lists)
    stride = _stride(DutyList, Item, *EDITION_FAMILY)
    shifted = {"duty_list_id", "edition_id", "heading_id", "entry_id"}
    owners = f"(ARRAY{others})[n]"
    _copy(lists, len(others), stride, set(), {"owner_id": owners})
    _copy(Item.objects.filter(duty_list__in=lists), len(others), stride, shifted, {"uid": "gen_random_uuid()"})
    _copy(editions, len(others), stride, shifted, {"based_on_id": "NULL"})
    _copy(Heading.objects.filter(edition__in=editions), len(others), stride, shifted)
    _copy(Entry.objects.filter(edition__in=editions), len(others), stride, shifted | {"item_id"})
    for model in (Participation, LegalBasis, Crosswalk):  # a crosswalk's item is the county's
        _copy(model.objects.filter(entry__edition__in=editions), len(others), stride, shifted)


def _write_history(entries: int) -> None:
    """Earlier editions of every list, one every thirty days, until there are as many entries."""
    times = -(-entries // Entry.objects.count()) - 1
    stride = _stride(*EDITION_FAMILY)
    earlier = f"interval '{INTERVAL.days} days'"
    superseded = {
        "status": "'superseded'",
        "edition_no": f"{times} - n + 1",
        "effective_from": f"effective_from - n * {earlier}",
        "effective_to": f"effective_from - (n - 1) * {earlier} - interval '1 day'",
        "published_at": f"published_at - n * {earlier}",
        "superseded_at": f"published_at - (n - 1) * {earlier}",
        "based_on_id": "NULL",
    }
    Edition.objects.update(edition_no=times + 1)  # the last one of its list, from now on
    for model in EDITION_FAMILY:
        shifted = {"edition_id", "heading_id", "entry_id"}
        _copy(model.objects.all(), times, stride, shifted, superseded if model is Edition else {})


def _multiply_case(case: EnforcementCase, cases: int) -> None:
    townships = list(Organisation.objects.townships().values_list("pk", flat=True))
    place = f"(ARRAY{townships})[1 + mod(n, {len(townships)})]"
    minutes = f"({cases} - n) * interval '1 minute'"
    varied = {
        "case_no": "'BENCH-' || n",
        "township_id": place,
        "organ_id": place,
        "holder_id": place,
        "filed_at": f"filed_at - {minutes}",
        "found_at": f"found_at - {minutes}",
    }
    _copy(EnforcementCase.objects.filter(pk=case.pk), cases - 1, 1, set(), varied)


def _stride(*tables: type[models.Model]) -> int:
    """A distance that keeps every copy's keys apart from those of all the others."""
    return max(table.objects.latest("pk").pk for table in tables) + 1


def _copy(
    rows: models.QuerySet, times: int, stride: int, shifted: set[str], varied: Mapping[str, str] | None = None
) -> None:
    """Insert the rows `times` times: keys, and the foreign keys in `shifted`, move on by `stride` for each copy."""
    model, expressions = rows.model, {}
    for field in model._meta.concrete_fields:
        column = field.column
        expressions[column] = f"{column} + n * {stride}" if field.primary_key or column in shifted else column
    expressions |= varied or {}
    quoted = ", ".join(f'"{column}"' for column in expressions)
    with connection.cursor() as cursor:
        keys, parameters = rows.order_by().values("pk").query.sql_with_params()
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({quoted}) SELECT {_qualified(expressions)} "
            f"FROM generate_series(1, {times}) AS n, {model._meta.db_table} WHERE id IN ({keys}) ORDER BY n, id",
            parameters,
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM " + model._meta.db_table + "))",
            [model._meta.db_table],
        )


def _qualified(expressions: Mapping[str, str]) -> str:
    return ", ".join(f'"{text}"' if text == column else text for column, text in expressions.items())
