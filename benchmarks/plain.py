"""The same pages by hand: one psycopg2 connection, the same rows by the same conditions, `json.dumps`. No rights."""

import json
import os
from typing import Any

import psycopg2

connection = psycopg2.connect(os.environ["DATABASE_URL"], options="-c TimeZone=Asia/Shanghai")
connection.autocommit = True

EDITIONS = """
SELECT id FROM responsibilities_edition
WHERE status IN ('published', 'superseded') AND effective_from <= %(on)s
  AND (effective_to IS NULL OR effective_to >= %(on)s)
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
WHERE e.edition_id = ANY(%s)
ORDER BY e.edition_id, e.position, e.id LIMIT 51
"""
PARTS = """
SELECT p.entry_id, p.role, p.body_class, o.code, o.name, o.kind
FROM responsibilities_participation p LEFT JOIN governance_organisation o ON o.id = p.body_id
WHERE p.entry_id = ANY(%s) ORDER BY p.entry_id, p.position
"""


def entries(on: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(EDITIONS, {"on": on})
        cursor.execute(ENTRIES, [[row[0] for row in cursor.fetchall()]])
        rows = cursor.fetchall()[:50]
        cursor.execute(PARTS, [[row[0] for row in rows]])
        parts: dict[int, list[tuple]] = {row[0]: [] for row in rows}
        for part in cursor.fetchall():
            parts[part[0]].append(part)
    return _json([_entry(row, parts[row[0]]) for row in rows])


def _entry(row: tuple, parts: list[tuple]) -> dict[str, Any]:
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
            for _, role, body_class, _, _, kind in parts
        ),
        "participations": [
            {"role": role, "body": code and {"code": code, "name": name}, "body_class": body_class}
            for _, role, body_class, code, name, _ in parts
        ],
    }


BODIES = """
SELECT id FROM governance_organisation o
WHERE kind IN ('township', 'department') AND (path LIKE %(path)s OR managed_by_id IN (
    SELECT id FROM governance_organisation WHERE path LIKE %(path)s))
"""
CASES = """
SELECT c.id, c.case_no, c.cause, c.status, c.party_kind, c.party_name, c.place, t.code, t.name, h.code, h.name,
       f.code, f.name, p.catalogue_no, p.title, c.filed_at, c.due_at, c.due_provisional, c.version
FROM enforcement_enforcementcase c
JOIN governance_organisation t ON t.id = c.township_id
JOIN governance_organisation h ON h.id = c.holder_id
LEFT JOIN governance_organisation f ON f.id = c.offered_to_id
JOIN enforcement_penaltypower p ON p.id = c.power_id
WHERE c.township_id IN %(bodies)s OR c.holder_id IN %(bodies)s OR c.offered_to_id IN %(bodies)s
ORDER BY c.id DESC LIMIT 51
"""


def cases(path: str) -> bytes:
    """Cases of the bodies below `path` of the tree of organisations."""
    with connection.cursor() as cursor:
        cursor.execute(BODIES, {"path": f"{path}%"})
        cursor.execute(CASES, {"bodies": tuple(row[0] for row in cursor.fetchall())})
        rows = cursor.fetchall()[:50]
    return _json([_case(row) for row in rows])


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


def _json(results: list[dict[str, Any]]) -> bytes:
    return json.dumps({"results": results}, ensure_ascii=False, default=str).encode()
