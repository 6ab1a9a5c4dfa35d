"""A county grown large: the reference data, multiplied inside PostgreSQL."""

import datetime
import functools
import io
from collections.abc import Callable, Mapping

from django.core.management import call_command
from django.db import connection, models
from django.db.models import F
from django.utils import timezone

from benchmarks.sheets import territorial_file
from enforcement.models import EnforcementCase, PowerGrant
from enforcement.operations.cases import file_case
from enforcement.states import GrantForm, PartyKind
from governance.models import Account, Organisation
from governance.operations.accounts import grant_membership, open_account
from governance.operations.founding import portal_account
from governance.roles import Role
from responsibilities.kinds import THREE_LISTS, ListKind
from responsibilities.models import (
    BodyTally,
    Crosswalk,
    DutyList,
    Edition,
    Entry,
    HeadingTokens,
    Item,
    LegalBasis,
    Participation,
)
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.operations.publication import publish_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.rehearsal import rehearse

INTERVAL = datetime.timedelta(days=30)  # between two editions of one list
EDITIONS = 5  # of the long list
LONG_LIST = 340  # entries of it, as many as the three lists of a township have together
# What earlier editions of the long list say instead.
EARLIER_WORDS = {
    "日内": "个工作日之内",
    "乡镇": "乡镇（街道）",
    "依法": "按规定",
    "核查": "核实",
    "组织": "牵头组织",
    "1.": "一、",
}
# Between the keys of one copy and the next: larger than any original's, so that no two rows get the same.
HISTORY_STRIDE, STRIDE = 10_000, 100_000


def build(tell) -> None:
    """The reference data, and one township with a list of 340 entries in five editions."""
    tell("loading the reference data")
    call_command("load_reference", verbosity=0, stdout=_Silent())
    call_command("load_powers", verbosity=0, stdout=_Silent())
    township = demonstration_township()
    tell(f"publishing a list of {LONG_LIST} entries in {EDITIONS} editions")
    _publish_long_list(township)


def grow(entries: int, tell) -> None:
    """So many townships, each with its three lists, that there are about so many entries."""
    owner = demonstration_township()
    lists = DutyList.objects.filter(owner=owner, kind__in=THREE_LISTS)
    here = DutyList.objects.filter(kind=ListKind.BASIC).count()
    townships = max(here, round(entries / LONG_LIST))
    tell(f"giving {townships:,} townships their lists")
    _open_townships(townships)
    with _copying():
        _spread_lists(owner, lists, here, townships)


def file_cases(cases: int, tell) -> None:
    """Exactly so many cases, in every township in turn."""
    tell(f"filing {cases:,} cases in every township in turn")
    township = demonstration_township()
    case = log_one_case(township, by=open_account_of(Role.TOWNSHIP_CLERK, township))
    with _copying():
        _multiply_case(case, cases)


class _Silent:
    def write(self, text: str = "", ending: str = "") -> None:
        """The commands' own progress is of no interest here."""


class _copying:
    """Copies skip triggers and foreign keys: their originals have passed both. Statistics are collected afterwards."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")

    def __exit__(self, *_) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("VACUUM ANALYZE")


def demonstration_township() -> Organisation:
    """The township whose lists are the reference data: the first ever opened for a township."""
    lists = DutyList.objects.filter(owner__kind=Organisation.Kind.TOWNSHIP)
    return lists.select_related("owner").order_by("pk")[0].owner


def long_list() -> DutyList:
    return DutyList.objects.get(owner=demonstration_township(), kind=ListKind.TERRITORIAL)


def counted() -> str:
    """How large the county is."""
    tables = {"editions": Edition, "entries": Entry, "participations": Participation, "cases": EnforcementCase}
    rows = ", ".join(f"{model.objects.count():,} {name}" for name, model in tables.items())
    return f"{Organisation.objects.townships().count():,} townships, {rows}"


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
    return file_case(
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


# --- Lists --------------------------------------------------------------------------------------------------------


def _publish_long_list(township: Organisation) -> None:
    """Imported and published as people do; its earlier editions are copies that differ in every entry."""
    portal = portal_account()
    made = open_list(township, by=portal, kind=ListKind.TERRITORIAL, title=f"{township.name}属地管理清单")
    draft = start_draft(made, by=portal)
    file = io.BytesIO(territorial_file(LONG_LIST))
    import_entries(draft, by=portal, file=file, filename="long.xlsx", confirmed=True)
    approver = open_account_of(Role.LIST_APPROVER, Organisation.objects.get(depth=1))
    last = publishing(approved(draft, approver), approver, timezone.localdate())()
    with _copying():
        _write_history(last, EDITIONS - 1)


def publishing(draft: Edition, approver: Account, day: datetime.date) -> Callable[[], Edition]:
    """Publishing the draft for that day, by somebody who has looked at the rehearsal."""
    token = rehearse(draft, approver, day).token
    return functools.partial(
        publish_edition,
        draft,
        by=approver,
        effective_from=day,
        rehearsal=token,
        accept_unsettled=True,
        unsettled_reason="测速用的清单",
    )


def approved(draft: Edition, approver: Account) -> Edition:
    """The draft of the portal's own account, approved by somebody who did not write it."""
    submit_edition(draft, by=portal_account())
    decided_on = timezone.localdate()
    return approve_edition(draft, by=approver, document_no="澜政发〔2026〕99号", decided_on=decided_on)


def _write_history(last: Edition, times: int) -> None:
    """So many editions before the last one, each in force for thirty days."""
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
    duty_text = "duty_text"  # some words in every text, so that no entry is the same in the last edition
    for word, before in EARLIER_WORDS.items():
        duty_text = f"replace({duty_text}, '{word}', '{before}')"
    Edition.objects.filter(pk=last.pk).update(edition_no=times + 1)
    shifted = {"edition_id", "heading_id", "entry_id"}
    for rows in _family(last):
        varied = {Edition: superseded, Participation: {"duty_text": duty_text}}.get(rows.model, {})
        _copy(rows, range(1, times + 1), HISTORY_STRIDE, shifted, varied)


def _open_townships(count: int) -> None:
    """As many townships below the county, besides those of the reference data."""
    county = Organisation.objects.get(depth=1)
    last = Organisation.objects.filter(depth=2).order_by("path").last()
    step = Organisation._str2int(last.path[-Organisation.steplen :])
    here = Organisation.objects.townships().count()
    Organisation.objects.bulk_create(
        Organisation(
            path=Organisation._get_path(county.path, 2, step + number),
            depth=2,
            code=f"BENCH-{here + number}",
            name=f"第{here + number}镇",
            kind=Organisation.Kind.TOWNSHIP,
            township_form=Organisation.TownshipForm.TOWN,
        )
        for number in range(1, count - here + 1)
    )
    Organisation.objects.filter(pk=county.pk).update(numchild=F("numchild") + max(0, count - here))


def _spread_lists(owner: Organisation, lists: models.QuerySet[DutyList], here: int, townships: int) -> None:
    """The one township's lists, copied for townships that have none yet, as lists and items of their own."""
    others = list(Organisation.objects.townships().exclude(pk=owner.pk).order_by("pk").values_list("pk", flat=True))
    times = range(here, townships)
    shifted = {"duty_list_id", "edition_id", "heading_id", "entry_id", "item_id"}
    nth = f"(ARRAY{others})[n]"
    _copy(lists, times, STRIDE, set(), {"owner_id": nth})
    _copy(Item.objects.filter(duty_list__in=lists), times, STRIDE, shifted, {"uid": "gen_random_uuid()"})
    itself = {"body_id": f"CASE body_id WHEN {owner.pk} THEN {nth} ELSE body_id END"}
    for edition in Edition.objects.filter(duty_list__in=lists):
        for rows in _family(edition):
            # A crosswalk's item is the county's.
            moved = shifted - {"item_id"} if rows.model is Crosswalk else shifted
            varied = {Edition: {"based_on_id": "NULL"}, Participation: itself, BodyTally: itself}
            _copy(rows, times, STRIDE, moved, varied.get(rows.model))


def _family(edition: Edition) -> list[models.QuerySet]:
    """The edition and everything it says, parents first."""
    below = [model._default_manager.filter(entry__edition=edition) for model in (Participation, LegalBasis, Crosswalk)]
    tokens = HeadingTokens.objects.filter(edition=edition)
    tallies = [edition.heading_tallies.all(), tokens, edition.body_tallies.all()]
    return [Edition.objects.filter(pk=edition.pk), edition.headings.all(), edition.entries.all(), *below, *tallies]


# --- Cases --------------------------------------------------------------------------------------------------------


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
    _copy(EnforcementCase.objects.filter(pk=case.pk), range(1, cases), 1, set(), varied)


# --- Copying ------------------------------------------------------------------------------------------------------


def _copy(
    rows: models.QuerySet, times: range, stride: int, shifted: set[str], varied: Mapping[str, str] | None = None
) -> None:
    """Insert the rows once for each n of `times`: keys, and the foreign keys in `shifted`, move on by n strides."""
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
            f"FROM generate_series({times.start}, {times.stop - 1}) AS n, {model._meta.db_table} "
            f"WHERE id IN ({keys}) ORDER BY n, id",
            parameters,
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM " + model._meta.db_table + "))",
            [model._meta.db_table],
        )


def _qualified(expressions: Mapping[str, str]) -> str:
    return ", ".join(f'"{text}"' if text == column else text for column, text in expressions.items())
