"""The same pages by hand: one psycopg2 connection, the same rows by the same conditions, `json.dumps` or f-strings.

Rights are read, not weighed.
"""

import datetime
import hashlib
import json
import os
import re
from collections import defaultdict
from html import escape
from typing import Any

import psycopg2

connection = psycopg2.connect(os.environ["DATABASE_URL"], options="-c TimeZone=Asia/Shanghai")
connection.autocommit = True


def _rows(statement: str, *values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _json(answer: Any) -> bytes:
    return json.dumps(answer, ensure_ascii=False, default=str).encode()


# --- Who asks -----------------------------------------------------------------------------------------------------

TOKEN = """
SELECT t.expires, t.scope, c.id, c.organisation_id, a.id, a.name, a.kind, a.is_active
FROM oauth2_provider_accesstoken t JOIN governance_client c ON c.id = t.application_id
JOIN governance_account a ON a.id = c.user_id WHERE t.token_checksum = %s
"""
POSTS = """
SELECT m.role, o.id, o.path, o.kind, o.managed_by_id
FROM governance_membership m JOIN governance_organisation o ON o.id = m.organisation_id
WHERE m.account_id = %s AND m.starts_on <= current_date AND (m.ends_on IS NULL OR m.ends_on >= current_date)
"""


def asked_by(authorization: str) -> list[tuple]:
    """The posts of whoever sends this header: what every answer of the API depends on."""
    checksum = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).hexdigest()
    ((expires, *_, account, _name, _kind, active),) = _rows(TOKEN, checksum)
    if not active or expires < datetime.datetime.now(datetime.UTC):
        raise PermissionError("this token opens nothing")
    return _rows(POSTS, account)


# --- Entries ------------------------------------------------------------------------------------------------------

IN_FORCE = """
d.status IN ('published', 'superseded') AND d.effective_from <= %s
  AND (d.effective_to IS NULL OR d.effective_to >= %s)
"""
ENTRIES = """
SELECT e.id, e.seq_no, e.title, e."group", e.content, e.office, e.process_note, i.uid, h.title,
       d.id, d.edition_no, d.status, d.effective_from, d.effective_to, l.id, l.kind, o.code, o.name
FROM responsibilities_entry e
JOIN responsibilities_edition d ON d.id = e.edition_id
JOIN responsibilities_dutylist l ON l.id = d.duty_list_id
JOIN governance_organisation o ON o.id = l.owner_id
JOIN responsibilities_item i ON i.id = e.item_id
JOIN responsibilities_heading h ON h.id = e.heading_id
"""
PARTS = """
SELECT p.entry_id, p.role, p.body_class, o.code, o.name, o.kind, p.duty_text, p.source_text
FROM responsibilities_participation p LEFT JOIN governance_organisation o ON o.id = p.body_id
WHERE p.entry_id = ANY(%s) ORDER BY p.entry_id, p.position
"""
CROSSWALKS = """
SELECT i.uid, c.source_text FROM responsibilities_crosswalk c JOIN responsibilities_item i ON i.id = c.item_id
WHERE c.entry_id = %s ORDER BY c.id
"""
AMENDED = """
SELECT duty_list_id FROM responsibilities_edition WHERE duty_list_id = ANY(%s)
AND status IN ('draft', 'review', 'approved')
"""


def entries(on: str, duty_list: int | None = None) -> bytes:
    """The first fifty entries in force on the date, of one list or of all."""
    one = "" if duty_list is None else f"AND d.duty_list_id = {duty_list}"
    editions = [row[0] for row in _rows(f"SELECT d.id FROM responsibilities_edition d WHERE {IN_FORCE} {one}", on, on)]
    chosen = "WHERE e.edition_id = ANY(%s) ORDER BY e.edition_id, e.position, e.id LIMIT 51"
    return _json({"results": _told(_rows(ENTRIES + chosen, editions)[:50])})


def entry(pk: int) -> bytes:
    """One entry with the duties of its bodies, its legal bases and its correspondences."""
    rows = _rows(ENTRIES + "WHERE e.id = %s AND d.status IN ('published', 'superseded')", pk)
    (told,) = _told(rows, duties=True)
    bases = _rows(BASES, pk)
    crosswalks = _rows(CROSSWALKS, pk)
    told["legal_bases"] = [{"text": text, "law": law} for text, law in bases]
    told["correspondences"] = [{"item": uid, "reference": reference} for uid, reference in crosswalks]
    return _json(told)


def _told(rows: list[tuple], *, duties: bool = False) -> list[dict[str, Any]]:
    parts = defaultdict(list)
    for part in _rows(PARTS, [row[0] for row in rows]):
        parts[part[0]].append(part)
    if _rows(AMENDED, list({row[14] for row in rows})):
        raise NotImplementedError("a list is being amended: its draft would have to be compared")
    return [_entry(row, parts[row[0]], duties) for row in rows]


def _entry(row: tuple, parts: list[tuple], duties: bool) -> dict[str, Any]:
    return {
        "id": row[0],
        "item": row[7],
        "list": {"id": row[14], "kind": row[15], "owner": {"code": row[16], "name": row[17]}},
        "edition": {
            "id": row[9],
            "edition_no": row[10],
            "status": row[11],
            "effective_from": row[12],
            "effective_to": row[13],
        },
        "seq_no": row[1],
        "heading": row[8],
        "group": row[3],
        "title": row[2],
        "content": row[4],
        "office": row[5],
        "process_note": row[6],
        "township_led": any(
            role == "lead" and (body_class == "townships" or kind == "township")
            for _, role, body_class, _, _, kind, _, _ in parts
        ),
        "amendment_pending": False,
        "participations": [
            {"role": role, "body": code and {"code": code, "name": name}, "body_class": body_class}
            | ({"duty_text": duty, "source_text": source} if duties else {})
            for _, role, body_class, code, name, _, duty, source in parts
        ],
    }


# --- Public pages -------------------------------------------------------------------------------------------------

HEADINGS = """
SELECT h.id, count(e.id) FROM responsibilities_heading h JOIN responsibilities_entry e ON e.heading_id = h.id
WHERE h.edition_id = %s GROUP BY h.id ORDER BY h.position
"""
LINES = """
SELECT id, heading_id, seq_no, title FROM responsibilities_entry WHERE edition_id = %s ORDER BY position
"""
NAMES = """
SELECT p.entry_id, p.role, o.name, o.kind
FROM responsibilities_participation p JOIN responsibilities_entry e ON e.id = p.entry_id
LEFT JOIN governance_organisation o ON o.id = p.body_id
WHERE e.edition_id = %s ORDER BY p.entry_id, p.position
"""


LIST = """
SELECT l.title, o.code, o.name FROM responsibilities_dutylist l JOIN governance_organisation o ON o.id = l.owner_id
WHERE l.id = %s
"""
EDITIONS = """
SELECT id, edition_no, effective_from, effective_to, document_no FROM responsibilities_edition
WHERE duty_list_id = %s AND status IN ('published', 'superseded') ORDER BY edition_no DESC
"""


def list_page(duty_list: int, on: str) -> bytes:
    """The page of a list of territorial management: title, tables heading by heading, and all editions, as HTML."""
    ((title, *_owner),) = _rows(LIST, duty_list)
    current = f"SELECT d.id FROM responsibilities_edition d WHERE d.duty_list_id = %s AND {IN_FORCE}"
    ((edition,),) = _rows(current, duty_list, on, on)
    editions = _rows(EDITIONS, duty_list)
    sections: dict[int, list[tuple]] = {heading: [] for heading, _count in _rows(HEADINGS, edition)}
    for line in _rows(LINES, edition):
        sections[line[1]].append(line)
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    led = set()
    for entry_id, role, name, kind in _rows(NAMES, edition):
        names[entry_id, role].append(name or "乡镇")
        if role == "lead" and (name is None or kind == "township"):
            led.add(entry_id)
    if _rows(AMENDED, [duty_list]):
        raise NotImplementedError("the list is being amended: its draft would have to be compared")

    def cell(entry_id: int, role: str) -> str:
        return escape("、".join(names[entry_id, role]) or "–")

    head = f"<h1>{escape(title)}</h1>"
    foot = "".join(
        f'<a href="/public/editions/{row[0]}/">第{row[1]}版</a>{row[2]}–{row[3]}{row[4]}' for row in editions
    )
    tables = "".join(
        "<tbody>"
        + "".join(
            f'<tr><td class="number">{escape(number)}</td>'
            f'<th scope="row"><a href="/public/entries/{pk}/">{escape(title)}</a></th>'
            f'<td data-label="主体责任"{" class=" + chr(34) + "township-led" + chr(34) if pk in led else ""}>'
            f"{cell(pk, 'lead')}</td>"
            f'<td data-label="配合责任">{cell(pk, "support")}</td></tr>'
            for pk, _heading, number, title in lines
        )
        + "</tbody>"
        for lines in sections.values()
    )
    return f"{head}{tables}{foot}".encode()


CLAUSE = re.compile(r"(?<=[；;。\n])\s*(?=\d{1,2}[.．、])")
BASES = "SELECT text, law FROM responsibilities_legalbasis WHERE entry_id = %s ORDER BY position"
NAMED = """
SELECT c.entry_id, c.item_id FROM responsibilities_crosswalk c
WHERE c.entry_id = %s OR c.item_id = (SELECT item_id FROM responsibilities_entry WHERE id = %s)
"""
ROLES = ("lead", "support", "takeover", "unstated")


def entry_page(pk: int) -> bytes:
    """What the page of an entry that corresponds to no other says of each body, and the legal bases, as HTML."""
    (row,) = _rows(ENTRIES + "WHERE e.id = %s AND d.status IN ('published', 'superseded')", pk)
    parts = sorted(_rows(PARTS, [pk]), key=lambda part: ROLES.index(part[1]))
    bases = _rows(BASES, pk)
    if _rows(AMENDED, [row[14]]) or _rows(NAMED, pk, pk):
        raise NotImplementedError("another entry would have to be read")
    facts = [row[1], row[8] + (f" › {row[3]}" if row[3] else ""), *filter(None, (row[4], row[5]))]
    head = f"<h1>{escape(row[2])}</h1>" + "".join(f"<dd>{escape(fact)}</dd>" for fact in facts)
    items = "".join(f"<li>{escape(text)}</li>" for text, _law in bases)
    return (head + "".join(_duty(part) for part in parts) + (f"<ul>{items}</ul>" if items else "")).encode()


def _duty(part: tuple) -> str:
    _, _, _, code, name, _, text, _ = part
    head = f'<a href="/public/bodies/{code}/duties/">{escape(name)}</a>' if code else "乡镇"
    clauses = [clause.rstrip("；;") for clause in CLAUSE.split(text) if clause]
    told = "".join(f"<li>{escape(clause)}</li>" for clause in clauses)
    said = f'<ul class="clauses">{told}</ul>' if len(clauses) > 1 else f"<p>{escape(text)}</p>" if text else ""
    return f'<section class="duty"><h3>{head}</h3>{said}</section>'


# --- Cases --------------------------------------------------------------------------------------------------------

BODIES = """
SELECT id FROM governance_organisation o
WHERE kind IN ('township', 'department') AND (path LIKE %s OR managed_by_id IN (
    SELECT id FROM governance_organisation WHERE path LIKE %s))
"""
CASES = """
SELECT c.id, c.case_no, c.cause, c.status, c.party_kind, c.party_name, c.place, t.code, t.name, h.code, h.name,
       f.code, f.name, p.catalogue_no, p.title, c.filed_at, c.due_at, c.due_provisional, c.version
FROM enforcement_enforcementcase c
JOIN governance_organisation t ON t.id = c.township_id
JOIN governance_organisation h ON h.id = c.holder_id
LEFT JOIN governance_organisation f ON f.id = c.offered_to_id
JOIN enforcement_penaltypower p ON p.id = c.power_id
WHERE c.township_id IN %s OR c.holder_id IN %s OR c.offered_to_id IN %s
ORDER BY c.id DESC LIMIT 51
"""


def cases(path: str) -> bytes:
    """Cases of the bodies below `path` of the tree of organisations."""
    bodies = tuple(row[0] for row in _rows(BODIES, f"{path}%", f"{path}%"))
    return _json({"results": [_case(row) for row in _rows(CASES, bodies, bodies, bodies)[:50]]})


def _case(row: tuple) -> dict[str, Any]:
    return {
        "id": row[0],
        "case_no": row[1],
        "cause": row[2],
        "status": row[3],
        "party_kind": row[4],
        "party_name": f"{row[5][:1]}**" if row[4] == "citizen" else row[5],
        "place": row[6],
        "township": {"code": row[7], "name": row[8]},
        "holder": {"code": row[9], "name": row[10]},
        "offered_to": row[11] and {"code": row[11], "name": row[12]},
        "power": {"catalogue_no": row[13], "title": row[14]},
        "filed_at": row[15].isoformat(),
        "due_at": row[16].isoformat(),
        "due_provisional": row[17],
        "version": row[18],
    }
