/* What the table looks like. Every row has an element from the start; its cells are made when it comes near to sight,
   and drawn anew only where something changed. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  /** An element with a class and content; texts are always texts, never markup. */
  grid.element = function (name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content.filter((part) => part !== null && part !== undefined));
    return made;
  };
  const element = grid.element;

  /** A text with its changed stretches in `ins` or `del`. */
  grid.marked = function (pieces, name) {
    return pieces.map(([text, changed]) => (changed ? element(name, "", text) : text));
  };

  /** A text of the catalogue with its values. */
  grid.words = function (text, values = {}) {
    return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
  };

  const AT_ONCE = 30; // rows that are drawn without waiting until they are near: the first ones, and new ones
  const NEAR = "600px 0px"; // so far from sight a row is drawn

  grid.View = class {
    constructor({ box, model, before, texts, editable, onSeen }) {
      Object.assign(this, { box, model, texts, editable, onSeen });
      this.before = new Map(before.map((row) => [row.key, row]));
      this.beforeOrder = before.map((row) => row.key);
      this.beside = false;
      this.watch = new IntersectionObserver((seen) => this._see(seen), { root: box, rootMargin: NEAR });
      this.faults = new Map(); // key of the row → column → fault
      this.hidden = new Set();
      this.drawn = new Map(); // key → what the row's element shows
      this.table = element("div", "grid-table");
      this.table.setAttribute("role", "grid");
      this.table.setAttribute("aria-label", box.dataset.label);
      this.table.setAttribute("aria-multiselectable", "true");
      this.table.setAttribute("aria-readonly", String(!editable));
      this.table.setAttribute("aria-colcount", model.columns.length);
      this._head();
      const narrow = window.matchMedia("(max-width: 760px)");
      narrow.addEventListener("change", () => this._widths(narrow.matches));
      this._widths(narrow.matches);
      this.empty = element("p", "grid-empty", texts.empty);
      box.append(this.table, this.empty);
    }

    /** Number and title stay in sight when the table is scrolled sideways; on a phone they leave room for the rest. */
    _widths(narrow) {
      const kept = narrow ? { seq_no: 60, title: 120 } : { seq_no: 84 };
      const widths = this.model.columns.map(({ key, width }) => kept[key] || Math.round(48 + width * 4.4));
      const title = widths[this.model.columns.findIndex(({ key }) => key === "title")];
      this.table.style.setProperty("--columns", widths.map((width) => `${width}px`).join(" "));
      this.table.style.setProperty("--fractions", widths.map((width) => `${width}fr`).join(" "));
      this.table.style.setProperty("--number-width", `${widths[0]}px`);
      this.box.style.setProperty("--kept-width", `${widths[0] + title + 4}px`);
    }

    _head() {
      this.head = element("div", "grid-row grid-head");
      this.head.setAttribute("role", "row");
      this.head.setAttribute("aria-rowindex", "1");
      this.model.columns.forEach(({ key, title }, at) => {
        const cell = element("div", `grid-cell column-${key}`, title);
        cell.setAttribute("role", "columnheader");
        cell.setAttribute("aria-colindex", at + 1);
        this.head.append(cell);
      });
      this.table.append(this.head);
    }

    /** Rows of the edition before, of which only the head was known. */
    knowBefore(rows) {
      for (const row of rows) if (this.before.has(row.key)) this.before.set(row.key, row);
    }

    /** Keys of the rows in sight, in order. */
    shown() {
      return this.model.rows.map((row) => row.key).filter((key) => !this.hidden.has(key));
    }

    /** The cell's element, which is made if need be; with `made`, only if it is there already. */
    cell(key, column, { made = false } = {}) {
      const drawn = this.drawn.get(key);
      if (!drawn || (made && !drawn.cells)) return null;
      if (!drawn.cells) this._make(drawn);
      return drawn.cells.get(column);
    }

    /** Rows that have come near to sight get their cells. */
    _see(seen) {
      const keys = [];
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        this.watch.unobserve(target);
        const { key } = target.dataset;
        const drawn = this.drawn.get(key);
        if (drawn && !drawn.cells) this._make(drawn);
        keys.push(key || target.dataset.ghost);
      }
      if (keys.length) this.onSeen(keys);
    }

    /** All rows with their cells, as for printing. */
    drawAll() {
      for (const drawn of this.drawn.values()) if (!drawn.cells) this._make(drawn);
    }

    _make(drawn) {
      drawn.cells = new Map(this.model.columns.map(({ key }, column) => [key, this._newCell(key, column)]));
      drawn.element.append(...drawn.cells.values());
      this._fill(drawn, drawn.row);
    }

    /** Draws what changed; with `all`, every row. */
    draw(all = false) {
      const wanted = [];
      let left = AT_ONCE;
      for (const [at, row] of this.model.rows.entries()) {
        wanted.push(this._row(row, at, all));
        const drawn = this.drawn.get(row.key);
        if (drawn.cells || !left || this.hidden.has(row.key) || (this.started && !row.isNew)) continue;
        this._make(drawn);
        left -= 1;
      }
      this.started = true;
      if (this.beside) this._withGhosts(wanted);
      this._arrange(wanted);
      this.table.setAttribute("aria-rowcount", this.model.rows.length + 1);
      this.empty.hidden = this.model.rows.length > this.hidden.size;
      this.empty.textContent = this.model.rows.length ? this.texts.no_match : this.texts.empty;
    }

    _row(row, at, all) {
      const base = this.model.base.get(row.key);
      const faults = this.faults.get(row.key);
      let drawn = this.drawn.get(row.key);
      if (!drawn) {
        drawn = { element: element("div", "grid-row"), cells: null };
        drawn.element.setAttribute("role", "row");
        drawn.element.dataset.key = row.key;
        this.drawn.set(row.key, drawn);
        this.watch.observe(drawn.element);
      }
      if (drawn.at !== at) drawn.element.setAttribute("aria-rowindex", at + 2);
      drawn.at = at;
      const hidden = this.hidden.has(row.key);
      if (drawn.element.hidden !== hidden) drawn.element.hidden = hidden;
      const before = this.before.get(row.key);
      if (all || drawn.row !== row || drawn.base !== base || drawn.before !== before || drawn.faults !== faults) {
        Object.assign(drawn, { row, base, before, faults });
        if (drawn.cells) this._fill(drawn, row);
      }
      return drawn.element;
    }

    _newCell(key, at) {
      const cell = element("div", `grid-cell column-${key}`, element("div", "grid-text"));
      cell.setAttribute("role", key === "title" ? "rowheader" : "gridcell");
      cell.setAttribute("aria-colindex", at + 1);
      cell.setAttribute("aria-selected", "false");
      cell.dataset.column = key;
      return cell;
    }

    _fill(drawn, row) {
      const { model, texts } = this;
      const old = this.before.get(row.key);
      const source = old || this.before.get(row.splitFrom);
      const known = model.knows(row.key);
      const compares = this.beside && known && source && !source.short;
      drawn.element.setAttribute("aria-busy", String(!known));
      drawn.element.classList.toggle("removed", Boolean(row.removed));
      drawn.element.classList.toggle("new", row.isNew);
      drawn.element.classList.toggle("moved", row.moved);
      for (const [column, cell] of drawn.cells) {
        const text = model.text(row, column);
        const fault = drawn.faults && drawn.faults.get(column);
        const differs = compares && !grid.same(source.cells[column] || "", text);
        const sides = differs ? grid.differences(source.cells[column] || "", text) : null;
        cell.querySelector(".grid-text").replaceChildren(...(sides ? grid.marked(sides[1], "ins") : [text || (known ? "" : "…")]));
        cell.querySelectorAll(".grid-before, .grid-fault, .grid-marks").forEach((part) => part.remove());
        const changed = column in row.edits && !row.isNew;
        cell.classList.toggle("changed", changed);
        cell.dataset.mark = changed ? texts.mark_changed : "";
        cell.classList.toggle("faulty", Boolean(fault));
        if (fault) cell.append(element("p", "grid-fault", fault.message));
        if (fault) cell.setAttribute("aria-invalid", "true");
        else cell.removeAttribute("aria-invalid");
        if (sides) {
          const label = element("span", "grid-label", texts.in_force_short);
          const said = source.cells[column] ? grid.marked(sides[0], "del") : [texts.nothing];
          cell.append(element("div", "grid-before", label, ...said));
        }
      }
      drawn.cells.get(model.columns[0].key).append(this._marks(row, old));
    }

    /** What became of the row since it was saved, and, beside the edition in force, against that. */
    _marks(row, old) {
      const { texts } = this;
      const marks = [];
      if (row.gone) marks.push(["danger", texts.mark_gone]);
      if (row.removed) marks.push(["danger", row.mergedInto ? this._mergedWords(row) : texts.mark_removed]);
      if (row.isNew) marks.push(["success", row.splitFrom ? this._splitWords(row) : texts.mark_new]);
      if (row.moved) marks.push(["info", texts.mark_moved]);
      if (this.beside && !old) marks.push(["neutral", texts.mark_not_in_force]);
      return element("div", "grid-marks", ...marks.map(([tone, words]) => element("span", `chip chip-${tone}`, words)));
    }

    _numberOf(key) {
      const row = this.model.rows[this.model.at(key)];
      return row ? this.model.text(row, "seq_no") : "";
    }

    _mergedWords(row) {
      return grid.words(this.texts.mark_merged, { number: this._numberOf(row.mergedInto) });
    }

    _splitWords(row) {
      return grid.words(this.texts.mark_split, { number: this._numberOf(row.splitFrom) });
    }

    /** Rows of the edition in force that the draft no longer has stand where they stood. */
    _withGhosts(wanted) {
      const there = new Map(this.model.rows.map((row, at) => [row.key, wanted[at]]));
      let last = null;
      for (const key of this.beforeOrder) {
        if (there.has(key)) last = there.get(key);
        else {
          const ghost = this._ghost(key);
          wanted.splice(last ? wanted.indexOf(last) + 1 : 0, 0, ghost);
          last = ghost;
        }
      }
    }

    _ghost(key) {
      const { cells, short } = this.before.get(key);
      const row = element("div", "grid-row ghost");
      row.dataset.ghost = key;
      if (short) this.watch.observe(row);
      row.setAttribute("role", "row");
      this.model.columns.forEach(({ key: column }, at) => {
        const cell = element("div", `grid-cell column-${column}`, element("div", "grid-text", element("del", "", cells[column] || "")));
        cell.setAttribute("role", "gridcell");
        cell.setAttribute("aria-colindex", at + 1);
        row.append(cell);
      });
      row.firstChild.append(element("div", "grid-marks", element("span", "chip chip-danger", this.texts.mark_not_in_draft)));
      return row;
    }

    /** The elements in this order; those already in place are not touched, so that focus and scrolling stay. */
    _arrange(wanted) {
      const keep = new Set(wanted);
      for (const child of [...this.table.children]) if (child !== this.head && !keep.has(child)) child.remove();
      let place = this.head.nextSibling;
      for (const row of wanted) {
        if (row === place) place = place.nextSibling;
        else this.table.insertBefore(row, place);
      }
      for (const [key, drawn] of this.drawn) {
        if (drawn.element.isConnected) continue;
        this.watch.unobserve(drawn.element);
        this.drawn.delete(key);
      }
    }

    setFaults(faults) {
      this.faults = new Map();
      for (const fault of faults) {
        if (!this.faults.has(fault.key)) this.faults.set(fault.key, new Map());
        const ofRow = this.faults.get(fault.key);
        const column = fault.column || "title";
        if (!ofRow.has(column)) ofRow.set(column, fault);
      }
      this.draw();
    }

    fault(key, column) {
      const ofRow = this.faults.get(key);
      return ofRow ? ofRow.get(column) : undefined;
    }

    /** The cell was written anew: what was wrong with it is to be judged again. */
    forgetFault(key, column) {
      const ofRow = this.faults.get(key);
      if (!ofRow || !ofRow.has(column)) return;
      const left = new Map(ofRow);
      left.delete(column);
      if (left.size) this.faults.set(key, left);
      else this.faults.delete(key);
    }

    /** Hides the rows that do not fit; what they say now counts, and new rows always stay in sight. Of rows that are not
        known `found`, a set of keys or null, says which fit. True if some are neither known nor found out. */
    filter({ words, heading, rows, found }) {
      const terms = words.toLowerCase().split(/\s+/).filter(Boolean);
      const { model } = this;
      this.hidden = new Set();
      let unsure = false;
      const narrowed = terms.length > 0 || heading || rows;
      for (const row of narrowed ? model.rows : []) {
        if (row.isNew) continue;
        const texts = model.texts(row);
        const all = Object.values(texts).join("\n").toLowerCase();
        const old = this.before.get(row.key);
        const known = model.knows(row.key) && (rows !== "different" || !old?.short);
        const asks = terms.length > 0 || rows === "different";
        const says = known || !asks
          ? terms.every((term) => all.includes(term))
            && (rows !== "different" || !old || model.columns.some(({ key }) => !grid.same(old.cells[key] || "", texts[key])))
          : Boolean(found?.has(row.key));
        const fits = says
          && (!heading || texts.heading === heading)
          && (rows !== "unsaved" || model.isChanged(row) || this.faults.has(row.key));
        if (!fits) this.hidden.add(row.key);
        unsure ||= !known && asks && !found;
      }
      this.draw();
      return unsure;
    }
  };
})(window.portalGrid);
