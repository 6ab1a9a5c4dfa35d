/* The table as its editor has it: what the server last said, and on top of it every change that is not saved yet.

   A row is never altered in place but replaced, so an earlier state of the table is an array of rows, to which "undo"
   goes back. Changes are kept beside what the server says, so what colleagues save can be taken up at any time:
   `edits` of a row says for each cell its new text and what it `was`, and the server refuses what was something else.

   Of rows that nobody has looked at yet only the head is known: number, heading, title. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  const PLAIN = { isNew: false, edits: {}, removed: null, mergedInto: "", splitFrom: "", reason: "", moved: false, gone: null };
  const JOINS = { office: "、", crosswalk: "、", legal_basis: "；" };
  const KEPT_BY_THE_FIRST = new Set(["seq_no", "heading", "group"]);
  const HISTORY = 200;

  grid.Model = class {
    constructor({ columns, rows }) {
      this.columns = columns;
      this.past = [];
      this.future = [];
      this.savedBy = new Map(); // key → who saved the row since it was first seen, the latest first
      this.learn(rows);
      this.rows = this.order.map((key) => ({ ...PLAIN, key }));
    }

    learn(rows) {
      this.base = new Map(rows.map((row) => [row.key, row]));
      this.order = rows.map((row) => row.key);
    }

    /** All cells of these rows, of which only the head was known. */
    know(rows) {
      for (const row of rows) if (this.base.has(row.key)) this.base.set(row.key, row);
    }

    knows(key) {
      return !this.base.get(key)?.short;
    }

    /* --- Reading --------------------------------------------------------------------------------------------------- */

    said(row) {
      const base = this.base.get(row.key);
      return base ? base.cells : row.gone ? row.gone.cells : {};
    }

    text(row, column) {
      return column in row.edits ? row.edits[column].text : this.said(row)[column] || "";
    }

    texts(row) {
      return Object.fromEntries(this.columns.map(({ key }) => [key, this.text(row, key)]));
    }

    name(row) {
      return `${this.text(row, "seq_no")} ${this.text(row, "title")}`.trim();
    }

    at(key) {
      return this.rows.findIndex((row) => row.key === key);
    }

    isChanged(row) {
      return row.isNew || row.moved || Boolean(row.removed) || Object.keys(row.edits).length > 0;
    }

    changed() {
      return this.rows.filter((row) => this.isChanged(row));
    }

    /* --- Changing -------------------------------------------------------------------------------------------------- */

    /** Does something to the rows as one step that can be undone; false if it came to nothing. */
    act(change) {
      const before = this.rows;
      this.rows = [...before];
      change();
      this._settle();
      if (this.rows.length === before.length && this.rows.every((row, at) => row === before[at])) {
        this.rows = before;
        return false;
      }
      this.past.push(before);
      if (this.past.length > HISTORY) this.past.shift();
      this.future = [];
      return true;
    }

    undo() {
      return this._travel(this.past, this.future);
    }

    redo() {
      return this._travel(this.future, this.past);
    }

    _travel(from, to) {
      if (!from.length) return false;
      to.push(this.rows);
      this.rows = this._merged(from.pop());
      return true;
    }

    _replace(row, changes) {
      this.rows[this.at(row.key)] = { ...row, ...changes };
    }

    setCell(key, column, text) {
      const row = this.rows[this.at(key)];
      if (!row || row.removed) return;
      const edits = { ...row.edits };
      const said = this.said(row)[column] || "";
      if (row.isNew ? text === "" : grid.same(text, said)) delete edits[column];
      else edits[column] = { was: column in edits ? edits[column].was : said, text };
      if (this.text(row, column) !== text) this._replace(row, { edits });
    }

    /** A row below the one of this key, or at the end. It takes its place's number, and the heading of that above. */
    add(after, cells = {}, more = {}) {
      const at = after ? this.at(after) : this.rows.length - 1;
      const above = this.rows[at];
      const number = cells.seq_no === undefined ? { seq_no: this._numberBelow(at) } : {};
      const texts = { ...number, heading: above ? this.text(above, "heading") : "", ...cells };
      if (above && this.columns.some(({ key }) => key === "group")) texts.group ??= this.text(above, "group");
      const filled = Object.entries(texts).filter(([, text]) => text);
      const edits = Object.fromEntries(filled.map(([column, text]) => [column, { was: "", text }]));
      const row = { ...PLAIN, isNew: true, key: `new-${randomWord()}`, edits, ...more };
      this.rows.splice(at + 1, 0, row);
      return row;
    }

    /** The number after that of the row above; the rows that are counted on from there go up by one. */
    _numberBelow(at) {
      let above = at;
      while (above >= 0 && this.rows[above].removed) above -= 1;
      const before = above < 0 ? "0" : this.text(this.rows[above], "seq_no");
      if (!/^\d+$/.test(before)) return this.nextNumber();
      const below = this.rows.slice(at + 1).filter((row) => !row.removed);
      let number = Number(before) + 1;
      const run = [];
      for (const row of below) {
        if (this.text(row, "seq_no") !== String(number + run.length)) break;
        run.push(row.key);
      }
      const free = String(number + run.length);
      if (this.rows.some((row) => !row.removed && this.text(row, "seq_no") === free)) return this.nextNumber();
      const own = String(number);
      for (const key of run) this.setCell(key, "seq_no", String((number += 1)));
      return own;
    }

    nextNumber() {
      const numbers = this.rows.map((row) => this.text(row, "seq_no")).filter((text) => /^\d+$/.test(text));
      return String(numbers.reduce((most, text) => Math.max(most, Number(text)), 0) + 1);
    }

    /** Takes rows out, or back if all of them are out. New rows simply go. */
    remove(keys) {
      const chosen = keys.map((key) => this.rows[this.at(key)]);
      if (chosen.every((row) => row.removed)) return this._takeBack(chosen);
      for (const row of chosen) {
        if (row.isNew || row.gone) this.rows.splice(this.at(row.key), 1);
        else if (!row.removed) this._replace(row, { removed: this._seen(row) });
      }
    }

    _takeBack(rows) {
      for (const row of rows) this._replace(row, { removed: null, mergedInto: "" });
    }

    _seen(row) {
      const base = this.base.get(row.key);
      return base ? { version: base.version, cells: base.cells } : { version: 0, cells: {} };
    }

    /** Moves rows past one visible neighbour; `shown` are the keys in sight, in order. */
    move(keys, step, shown) {
      const places = keys.map((key) => shown.indexOf(key));
      const beyond = step < 0 ? Math.min(...places) - 1 : Math.max(...places) + 1;
      if (beyond < 0 || beyond >= shown.length) return;
      const block = keys.map((key) => this.rows[this.at(key)]);
      this.rows = this.rows.filter((row) => !keys.includes(row.key));
      const at = this.at(shown[beyond]) + (step < 0 ? 0 : 1);
      this.rows.splice(at, 0, ...block.map((row) => ({ ...row, moved: !row.isNew })));
    }

    /** A new row below, with the same texts and a number of its own, that comes from this one. */
    split(key) {
      const row = this.rows[this.at(key)];
      const { seq_no: _number, ...cells } = this.texts(row);
      return this.add(key, cells, { splitFrom: row.isNew ? row.splitFrom : key });
    }

    /** The first of the rows takes up the texts of the others, which go; a body named in several does all it did. */
    merge(keys) {
      const rows = keys.map((key) => this.rows[this.at(key)]);
      const [first, ...others] = rows;
      const parts = grid.joinParts(rows.map((row) => this.texts(row)));
      for (const { key } of this.columns) {
        if (KEPT_BY_THE_FIRST.has(key)) continue;
        const texts = rows.map((row) => this.text(row, key).trim()).filter(Boolean);
        const together = JOINS[key] ? grid.distinct(texts, JOINS[key]) : [...new Set(texts)].join(key === "title" ? "、" : "\n");
        this.setCell(first.key, key, key in parts ? parts[key] : together);
      }
      for (const row of others) {
        if (row.isNew) this.rows.splice(this.at(row.key), 1);
        else this._replace(row, { removed: this._seen(row), mergedInto: first.key });
      }
    }

    /** Numbers downwards from this row; false if its own number is none to count on from. */
    renumber(key) {
      const start = this.at(key);
      let number = Number(this.text(this.rows[start], "seq_no"));
      if (!Number.isInteger(number) || number < 0) return false;
      for (const row of this.rows.slice(start)) {
        if (!row.removed) this.setCell(row.key, "seq_no", String(number++));
      }
      return true;
    }

    setReason(key, reason) {
      const row = this.rows[this.at(key)];
      if (row && row.reason !== reason) this._replace(row, { reason });
    }

    /** Rows are marked as moved only while they do not stand where the server has them. */
    _settle() {
      const place = new Map(this.order.map((key, at) => [key, at]));
      const fixed = this.rows.map((row) => (row.moved || row.isNew || row.gone ? null : place.get(row.key)));
      this.rows.forEach((row, at) => {
        if (!row.moved) return;
        const own = place.get(row.key);
        let [before, after] = [at - 1, at + 1];
        while (before >= 0 && fixed[before] === null) before -= 1;
        while (after < fixed.length && fixed[after] === null) after += 1;
        if ((before < 0 || fixed[before] < own) && (after >= fixed.length || own < fixed[after])) {
          this._replace(row, { moved: false });
          fixed[at] = own;
        }
      });
    }

    /* --- What colleagues save -------------------------------------------------------------------------------------- */

    /** Takes up what was saved meanwhile; what is not saved yet stays on top of it. */
    refresh({ rows, changes, order }) {
      const before = this.base;
      const saved = new Map(rows.map((row) => [row.key, row]));
      this.learn(order.map((key) => saved.get(key) || before.get(key)).filter(Boolean));
      for (const [key, found] of Object.entries(changes)) this.savedBy.set(key, [...found, ...(this.savedBy.get(key) || [])]);
      this.rows = this._merged(this.rows, before);
    }

    _merged(rows, before = this.base) {
      const merged = [];
      for (const row of rows) {
        const base = this.base.get(row.key);
        if (row.isNew) merged.push(row);
        else if (base) merged.push(this._rebased(row, base));
        else if (this.isChanged(row) && !row.removed) {
          const last = before.get(row.key);
          merged.push({ ...row, gone: row.gone || { cells: last ? last.cells : {} }, moved: false });
        }
      }
      return this._placed(merged);
    }

    _rebased(row, base) {
      const edits = Object.fromEntries(
        Object.entries(row.edits).filter(([column, edit]) => !grid.same(edit.text, base.cells[column] || "")));
      if (!row.gone && Object.keys(edits).length === Object.keys(row.edits).length) return row;
      return { ...row, edits, gone: null };
    }

    /** In the server's order, but for rows that are new or moved: those stay behind the row they stand behind. */
    _placed(rows) {
      const own = new Map(rows.map((row) => [row.key, row]));
      const loose = (row) => row.isNew || row.moved || Boolean(row.gone);
      const placed = this.order.map((key) => own.get(key) || { ...PLAIN, key }).filter((row) => !loose(row));
      rows.forEach((row, at) => {
        if (!loose(row)) return;
        let before = at - 1;
        while (before >= 0 && !placed.includes(rows[before])) before -= 1;
        placed.splice(before < 0 ? 0 : placed.indexOf(rows[before]) + 1, 0, row);
      });
      return placed;
    }

    /** Where an unsaved change meets what somebody else has saved meanwhile. */
    conflicts() {
      const found = [];
      for (const row of this.rows) {
        const base = this.base.get(row.key);
        if (row.gone) found.push({ kind: "gone", key: row.key });
        else if (row.removed && base && base.version !== row.removed.version) found.push({ kind: "changed", key: row.key });
        else if (!row.removed && base) {
          for (const [column, edit] of Object.entries(row.edits)) {
            if (!grid.same(edit.was, base.cells[column] || "")) found.push({ kind: "cell", key: row.key, column });
          }
        }
      }
      return found;
    }

    /** Who saved the other version, when and why: the last who changed this cell, or the row. */
    colleague({ kind, key, column }) {
      const saved = this.savedBy.get(key) || [];
      return kind === "cell" ? saved.find(({ columns }) => columns.includes(column)) : saved[0];
    }

    /** The editor's choice in a conflict: the colleague's version, or one's own. */
    resolve({ kind, key, column }, mine) {
      const row = this.rows[this.at(key)];
      const base = this.base.get(key);
      if (kind === "cell") {
        const edits = { ...row.edits, [column]: { was: base.cells[column] || "", text: row.edits[column].text } };
        if (!mine) delete edits[column];
        this._replace(row, { edits });
      } else if (kind === "changed") {
        this._replace(row, mine ? { removed: this._seen(row) } : { removed: null, mergedInto: "" });
      } else if (mine) {
        const texts = Object.entries(this.texts(row)).filter(([, text]) => text);
        const edits = Object.fromEntries(texts.map(([name, text]) => [name, { was: "", text }]));
        this.rows[this.at(key)] = { ...PLAIN, isNew: true, key: `new-${randomWord()}`, edits, reason: row.reason };
      } else this.rows.splice(this.at(key), 1);
    }

    /* --- Saving ---------------------------------------------------------------------------------------------------- */

    /** What is to be saved, in the form of the API: cells that change, places of rows that are new or moved. */
    edits() {
      const found = [];
      let after = null;
      for (const row of this.rows) {
        if (this.isChanged(row)) found.push(this._edit(row, after));
        if (!row.removed) after = row.key;
      }
      return found;
    }

    _edit(row, after) {
      const edit = { key: row.key };
      if (row.reason.trim()) edit.reason = row.reason.trim();
      if (row.removed) {
        edit.removed = true;
        edit.version = row.removed.version;
        if (row.mergedInto) edit.merged_into = row.mergedInto;
        return edit;
      }
      if (row.isNew || row.moved) edit.after = after;
      if (row.splitFrom) edit.split_from = row.splitFrom;
      const cells = Object.entries(row.edits).map(([column, { was, text }]) => [column, { was, becomes: text }]);
      if (cells.length) edit.cells = Object.fromEntries(cells);
      return edit;
    }

    /** Everything is saved: the rows are as the server answered. False if it tells of rows that are not known here. */
    saved(answer) {
      for (const row of answer.rows) this.base.set(row.key, row);
      for (const key of answer.removed) this.base.delete(key);
      const order = answer.order || this.order;
      this.order = order.filter((key) => this.base.has(key));
      this.past = [];
      this.future = [];
      this.rows = this.order.map((key) => ({ ...PLAIN, key }));
      return this.order.length === order.length;
    }

    forget() {
      this.rows = this.order.map((key) => ({ ...PLAIN, key }));
    }

    /* --- Keeping --------------------------------------------------------------------------------------------------- */

    /** Unsaved changes as plain values, each with the row it stands behind and what the server said of it. */
    kept() {
      return this.rows
        .map((row, at) => ({ row, behind: at ? this.rows[at - 1].key : null, cells: this.said(row) }))
        .filter(({ row }) => this.isChanged(row));
    }

    /** Puts kept changes on top of what the server says now. */
    restore(kept) {
      const before = new Map(kept.map(({ row, cells }) => [row.key, { cells }]));
      for (const { row, behind } of kept) {
        const at = this.at(row.key);
        if (at >= 0 && !row.moved) this.rows[at] = row;
        else {
          if (at >= 0) this.rows.splice(at, 1);
          this.rows.splice(behind === null ? 0 : (this.at(behind) + 1 || this.rows.length), 0, row);
        }
      }
      this.rows = this._merged(this.rows, before);
    }
  };

  function randomWord() {
    return Array.from(crypto.getRandomValues(new Uint32Array(3)), (number) => number.toString(36)).join("");
  }
})(window.portalGrid);
