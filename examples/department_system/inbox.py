"""What the department has been told and has fetched, in a SQLite file, so that a restart forgets nothing."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from examples.department_system.portal import File

SCHEMA = """
CREATE TABLE IF NOT EXISTS letters (
    webhook_id TEXT PRIMARY KEY,           -- a second arrival of the same event finds it taken
    received_at REAL NOT NULL,
    type TEXT NOT NULL,
    number TEXT NOT NULL,                  -- the transfer's, in the API
    label TEXT NOT NULL,                   -- the letter's, such as 澜阙移〔2026〕3号
    state TEXT NOT NULL,                   -- waiting, fetched, accepted, sent back, failed, noted
    note TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,
    content TEXT NOT NULL DEFAULT '{}'     -- the transfer as the API gave it
);
CREATE TABLE IF NOT EXISTS files (
    webhook_id TEXT NOT NULL REFERENCES letters,
    name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, content BLOB NOT NULL,
    UNIQUE (webhook_id, sha256, name)
);
"""


class Inbox:
    """One table of letters and one of files. One connection, one thread at a time: it is a small department."""

    def __init__(self, file: Path | str) -> None:
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self._database.executescript(SCHEMA)
        self._lock = threading.Lock()

    def _do(self, statement: str, *values: Any) -> sqlite3.Cursor:
        with self._lock:
            return self._database.execute(statement, values)

    def add(self, webhook_id: str, kind: str, number: str, label: str, state: str) -> bool:
        """Write the event down; False if it is there already."""
        now = time.time()
        return bool(
            self._do(
                "INSERT OR IGNORE INTO letters (webhook_id, received_at, type, number, label, state, due_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(webhook_id, now, kind, number, label, state, now),
            ).rowcount
        )

    def next_due(self) -> sqlite3.Row | None:
        """The oldest letter whose time has come."""
        return self._do(
            "SELECT * FROM letters WHERE state = 'waiting' AND due_at <= ? ORDER BY received_at", time.time()
        ).fetchone()

    def keep(self, webhook_id: str, transfer: dict[str, Any], files: Iterable[File]) -> None:
        self._do("UPDATE letters SET content = ? WHERE webhook_id = ?", json.dumps(transfer), webhook_id)
        for file in files:
            self._do(
                "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, ?)",
                *(webhook_id, file.name, file.size, file.sha256, file.content),
            )

    def settle(self, webhook_id: str, state: str, note: str = "") -> None:
        self._do("UPDATE letters SET state = ?, note = ? WHERE webhook_id = ?", state, note, webhook_id)

    def postpone(self, webhook_id: str, seconds: float, note: str) -> None:
        self._do(
            "UPDATE letters SET attempts = attempts + 1, due_at = ?, note = ? WHERE webhook_id = ?",
            *(time.time() + seconds, note, webhook_id),
        )

    def letters(self) -> list[sqlite3.Row]:
        """Newest first, each with the names of its files."""
        return self._do(
            "SELECT *, (SELECT group_concat(name, '、') FROM files f WHERE f.webhook_id = letters.webhook_id) AS files"
            " FROM letters ORDER BY received_at DESC LIMIT 50"
        ).fetchall()

    def files(self, webhook_id: str) -> list[sqlite3.Row]:
        return self._do("SELECT * FROM files WHERE webhook_id = ? ORDER BY name", webhook_id).fetchall()
