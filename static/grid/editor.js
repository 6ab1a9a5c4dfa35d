/* Moving about in the table and writing into it, as in a spreadsheet: keys, mouse, selection, clipboard.

   The one focused element is a text area that stands in the active cell. While moving it is see-through and holds the
   cell's text, all of it selected: so whatever is typed replaces the text, also the first letter of Chinese input. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  grid.Editor = class {
    constructor({ view, model, texts, editable, onAct, onMove, onType, onNeed, actions }) {
      Object.assign(this, { view, model, texts, editable, onAct, onMove, onType, onNeed, actions });
      this.active = null; // { key, column }
      this.anchor = null; // the other corner of the selection
      this.mode = "move"; // or "edit"
      this.leaving = false; // after Escape, Tab leaves the table
      this.locked = false;
      this.painted = [];
      this.area = grid.element("textarea", "grid-input");
      Object.assign(this.area, { rows: 1, spellcheck: false, autocomplete: "off", readOnly: !editable });
      this.area.setAttribute("aria-describedby", "grid-fault");
      const on = (name, run) => this.area.addEventListener(name, run.bind(this));
      on("keydown", this._key);
      on("beforeinput", this._before);
      on("compositionstart", this._before);
      on("input", this._input);
      on("copy", this._copy);
      on("cut", this._cut);
      on("paste", this._paste);
      on("blur", this._blur);
      view.table.addEventListener("mousedown", this._press.bind(this));
      view.table.addEventListener("mouseover", this._drag.bind(this));
      view.table.addEventListener("dblclick", () => this.edit());
    }

    /* --- Where one is ---------------------------------------------------------------------------------------------- */

    columns() {
      return this.model.columns.map(({ key }) => key);
    }

    row() {
      return this.active ? this.model.rows[this.model.at(this.active.key)] : undefined;
    }

    /** Keys and columns of the selection, in order. */
    selection() {
      if (!this.active) return { keys: [], columns: [] };
      const [shown, columns] = [this.view.shown(), this.columns()];
      const between = (all, one, other) => {
        const places = [all.indexOf(one), all.indexOf(other)];
        if (places.includes(-1)) return all.includes(one) ? [one] : [];
        return all.slice(Math.min(...places), Math.max(...places) + 1);
      };
      return {
        keys: between(shown, this.active.key, this.anchor.key),
        columns: between(columns, this.active.column, this.anchor.column),
      };
    }

    /** Makes a cell the active one; `extend` keeps the other corner of the selection. */
    go(key, column, { extend = false, focus = true } = {}) {
      this.commit();
      const cell = this.view.cell(key, column);
      if (!cell) return;
      this.active = { key, column };
      if (!extend || !this.anchor) this.anchor = this.active;
      this.onNeed([key]);
      this.leaving = false;
      this._stand(cell);
      if (focus) this._focus();
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
      this.paint();
      this.onMove();
    }

    /** The text area stands in the cell, holding its text. */
    _stand(cell) {
      if (this.area.parentNode !== cell) cell.append(this.area);
      this.area.value = this.model.text(this.row(), this.active.column);
      this.area.readOnly = !this._writable();
      const { title } = this.model.columns.find(({ key }) => key === this.active.column);
      this.area.setAttribute("aria-label", `${title} · ${this.model.name(this.row()) || this.texts.new_row}`);
    }

    _focus() {
      this.area.focus({ preventScroll: true });
      this.area.select();
    }

    _writable() {
      return this.editable && !this.locked && Boolean(this.row()) && !this.row().removed && this.model.knows(this.row().key);
    }

    /** Rows have become known: who stands in one of them can write now. */
    known(keys) {
      if (this.mode === "move" && this.active && keys.includes(this.active.key)) this.again();
      else this.paint();
    }

    /** Runs once all cells of these rows are known: at once, or when they have come. */
    withRows(keys, run) {
      if (keys.every((key) => this.model.knows(key))) return run();
      return this.onNeed(keys, { wait: true }).then((come) => come && run());
    }

    paint() {
      for (const cell of this.painted) {
        cell.classList.remove("selected", "active");
        cell.setAttribute("aria-selected", "false");
      }
      const { keys, columns } = this.selection();
      this.painted = keys.flatMap((key) => columns.map((column) => this.view.cell(key, column, { made: true }))).filter(Boolean);
      for (const cell of this.painted) {
        cell.classList.add("selected");
        cell.setAttribute("aria-selected", "true");
      }
      const active = this.active && this.view.cell(this.active.key, this.active.column);
      if (active) active.classList.add("active");
    }

    /** After the table was drawn anew: stand where one stood, or as near to it as there is something. */
    again({ focus = document.activeElement === this.area || document.activeElement === document.body } = {}) {
      this.commit();
      const shown = this.view.shown();
      if (!shown.length) {
        this.active = this.anchor = null;
        this.area.remove();
        return this.onMove();
      }
      const key = this.active && shown.includes(this.active.key) ? this.active.key : shown[Math.min(this.place || 0, shown.length - 1)];
      const column = this.active ? this.active.column : this.columns()[0];
      if (this.anchor && !shown.includes(this.anchor.key)) this.anchor = null;
      const { anchor } = this;
      this.active = { key, column };
      this.anchor = anchor || this.active;
      this._stand(this.view.cell(key, column));
      if (focus) this._focus();
      this.paint();
      return this.onMove();
    }

    step(rows, columns, extend = false) {
      const [shown, all] = [this.view.shown(), this.columns()];
      const clamp = (value, most) => Math.max(0, Math.min(most, value));
      this.place = clamp(shown.indexOf(this.active.key) + rows, shown.length - 1);
      const column = clamp(all.indexOf(this.active.column) + columns, all.length - 1);
      this.go(shown[this.place], all[column], { extend });
    }

    /** To the next cell as in reading, also over the ends of rows. */
    next(step) {
      const [shown, all] = [this.view.shown(), this.columns()];
      const at = shown.indexOf(this.active.key) * all.length + all.indexOf(this.active.column) + step;
      if (at < 0 || at >= shown.length * all.length) return;
      this.go(shown[Math.floor(at / all.length)], all[at % all.length]);
    }

    /* --- Writing --------------------------------------------------------------------------------------------------- */

    edit({ typed = false } = {}) {
      if (!this.active || this.mode === "edit" || !this._writable()) return;
      this.mode = "edit";
      this.typed = typed;
      this.area.parentNode.classList.add("editing");
      if (!typed) {
        this._focus();
        this.area.setSelectionRange(this.area.value.length, this.area.value.length);
      }
      this._grow();
    }

    /** As high as its text; most letters change nothing about that, and then nothing is laid out anew. */
    _grow() {
      const { area } = this;
      const shrunk = area.value.length < this.length;
      this.length = area.value.length;
      if (area.style.height && !shrunk && area.scrollHeight <= area.clientHeight) return;
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight}px`;
    }

    _leave() {
      this.mode = "move";
      this.area.style.height = "";
      this.area.parentNode?.classList.remove("editing");
    }

    /** The text typed becomes the cell's. Every action calls this first. */
    commit() {
      if (this.mode !== "edit") return;
      const { key, column } = this.active;
      const text = this.area.value;
      this._leave();
      this.change(() => this.write(key, column, text));
    }

    cancel() {
      this._leave();
      this.again();
    }

    write(key, column, text) {
      this.model.setCell(key, column, text);
      this.view.forgetFault(key, column);
    }

    /** Does something to the table as one step, and shows it. */
    change(run, { select } = {}) {
      if (!this.editable || this.locked) return;
      this.commit();
      const shown = this.view.shown();
      this.place = this.active ? shown.indexOf(this.active.key) : 0;
      this.model.act(run);
      this.view.draw();
      if (select) {
        this.active = select();
        this.anchor = null;
      }
      this.again({ focus: true });
      if (this.active) this.area.parentNode.scrollIntoView({ block: "nearest", inline: "nearest" });
      this.onAct();
    }

    clear() {
      const { keys, columns } = this.selection();
      const empty = () => keys.forEach((key) => columns.forEach((column) => this.write(key, column, "")));
      this.withRows(keys, () => this.change(empty));
    }

    /* --- Events ---------------------------------------------------------------------------------------------------- */

    _before(event) {
      if (this.mode === "move" && this._writable() && event.inputType !== "historyUndo") this.edit({ typed: true });
    }

    _input() {
      this._grow();
      this.onType();
    }

    _blur() {
      setTimeout(() => {
        if (document.activeElement !== this.area && this.mode === "edit") {
          const focused = document.activeElement;
          this.commit();
          if (focused && focused !== document.body) focused.focus();
        }
      });
    }

    _press(event) {
      const cell = event.target.closest(".grid-cell[data-column]");
      if (!cell || event.button !== 0 || event.target === this.area) return;
      event.preventDefault();
      this.commit();
      const { key } = cell.parentNode.dataset;
      this.go(key, cell.dataset.column, { extend: event.shiftKey });
    }

    _drag(event) {
      const cell = event.target.closest(".grid-cell[data-column]");
      if (!cell || event.buttons !== 1 || this.mode === "edit" || !this.active) return;
      const { key } = cell.parentNode.dataset;
      if (key !== this.active.key || cell.dataset.column !== this.active.column) this.go(key, cell.dataset.column, { extend: true });
    }

    _key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      const handled = this.mode === "edit" ? this._editKey(event) : this._moveKey(event);
      if (handled) event.preventDefault();
    }

    _editKey(event) {
      const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
      const move = (run) => {
        this.commit();
        run();
        return true;
      };
      if (key === "Enter" && altKey) {
        document.execCommand("insertText", false, "\n"); // the one way that the browser's own undo knows
        return true;
      }
      if (key === "Enter" && (ctrlKey || metaKey)) return move(() => {});
      if (key === "Enter") return move(() => this.step(shiftKey ? -1 : 1, 0));
      if (key === "Tab") return move(() => this.next(shiftKey ? -1 : 1));
      if (key === "Escape") {
        this.cancel();
        return true;
      }
      const arrow = ARROWS[key];
      if (arrow && this.typed && !shiftKey && !ctrlKey && !altKey) return move(() => this.step(...arrow));
      return false;
    }

    _moveKey(event) {
      const { key, altKey, shiftKey } = event;
      const control = event.ctrlKey || event.metaKey;
      const arrow = ARROWS[key];
      if (arrow && altKey) return arrow[0] ? this.actions.move(arrow[0]) : false;
      if (arrow) {
        this.step(...arrow.map((step) => (control ? step * 1e6 : step)), shiftKey);
        return true;
      }
      if (key === "Tab") {
        if (this.leaving) return false;
        this.next(shiftKey ? -1 : 1);
        return true;
      }
      const screen = Math.max(1, Math.floor(this.view.box.clientHeight / (this.area.parentNode.offsetHeight || 40)) - 1);
      const jumps = {
        Home: [control ? -1e6 : 0, -1e6],
        End: [control ? 1e6 : 0, 1e6],
        PageUp: [-screen, 0],
        PageDown: [screen, 0],
      };
      if (jumps[key]) {
        this.step(...jumps[key], shiftKey);
        return true;
      }
      if (key === "Escape") {
        this.leaving = true;
        this.anchor = this.active;
        this.paint();
        return true;
      }
      if (key === "F1") return this.actions.keys();
      if (key === " " && shiftKey) return this._wholeRows();
      if (control && key.toLowerCase() === "a") return this._everything();
      return this._writeKey(key, control, shiftKey);
    }

    _writeKey(key, control, shiftKey) {
      if (key === "Enter" || key === "F2") {
        if (key === "Enter" && (!this._writable() || shiftKey)) this.step(shiftKey ? -1 : 1, 0);
        else this.edit();
        return true;
      }
      if (key === "Insert" && control) return this.actions.add();
      if (key === "Delete" && control) return this.actions.remove();
      if (key === "Delete" || key === "Backspace") {
        this.clear();
        return true;
      }
      if (control && key.toLowerCase() === "z") return shiftKey ? this.actions.redo() : this.actions.undo();
      if (control && key.toLowerCase() === "y") return this.actions.redo();
      return false;
    }

    _wholeRows() {
      const columns = this.columns();
      this.anchor = { key: this.anchor.key, column: columns.at(-1) };
      this.go(this.active.key, columns[0], { extend: true });
      return true;
    }

    _everything() {
      const [shown, columns] = [this.view.shown(), this.columns()];
      this.anchor = { key: shown[0], column: columns[0] };
      this.active = { key: shown.at(-1), column: columns.at(-1) };
      this.paint();
      this.onMove();
      this.again({ focus: true });
      return true;
    }

    /* --- Clipboard ------------------------------------------------------------------------------------------------- */

    _copy(event) {
      if (this.mode === "edit" || !this.active) return;
      const { keys, columns } = this.selection();
      event.preventDefault();
      if (!keys.every((key) => this.model.knows(key))) {
        this.withRows(keys, () => this.actions.notCopied()); // the clipboard is only open now
        return false;
      }
      const rows = keys.map((key) => this.model.rows[this.model.at(key)]);
      const texts = rows.map((row) => columns.map((column) => this.model.text(row, column)));
      event.clipboardData.setData("text/plain", grid.formatTable(texts));
      return true;
    }

    _cut(event) {
      if (this.mode === "edit") return;
      if (this._copy(event) && this._writable()) this.clear();
    }

    _paste(event) {
      if (this.mode === "edit") return;
      event.preventDefault();
      const text = event.clipboardData.getData("text/plain");
      if (!text || !this._writable()) return;
      const rows = grid.parseTable(text);
      const shown = this.view.shown();
      const { keys } = this.selection();
      const start = shown.indexOf(keys[0]);
      // Rows that are removed are passed over, so some more may be written than are pasted.
      const removed = this.model.rows.filter((row) => row.removed).length;
      this.withRows([...keys, ...shown.slice(start, start + rows.length + removed)], () => this.paste(rows));
    }

    /** Writes rows of texts from the selection's corner on; rows past the end are new ones. */
    paste(rows) {
      const { keys, columns } = this.selection();
      const all = this.columns();
      const [top, left] = keys.length ? [keys[0], all.indexOf(columns[0])] : [null, 0];
      const titles = this.model.columns.slice(left).map(({ title }) => title);
      if (rows.length > 1 && rows[0].every((text, at) => text.trim() === titles[at])) rows = rows.slice(1); // its header
      const single = keys.length > 0 && rows.length === 1 && rows[0].length === 1;
      const widest = Math.max(...rows.map((row) => row.length));
      let added = 0;
      let last = null;
      this.change(() => {
        if (single) {
          for (const key of keys) for (const column of columns) this.write(key, column, rows[0][0]);
          return;
        }
        const shown = this.view.shown().filter((key) => !this.model.rows[this.model.at(key)].removed);
        const start = top === null ? 0 : shown.indexOf(top);
        let end = shown.at(-1);
        rows.forEach((texts, at) => {
          const cells = texts.slice(0, all.length - left).map((text, place) => [all[left + place], text]);
          const key = shown[start + at];
          if (key) for (const [column, text] of cells) this.write(key, column, text);
          else {
            const given = cells.filter(([column, text]) => text || column !== "seq_no");
            end = this.model.add(end, Object.fromEntries(given)).key;
            added += 1;
          }
          last = { key: key || end, column: all[Math.min(left + widest, all.length) - 1] };
        });
      });
      if (last) {
        this.anchor = last;
        this.paint();
      }
      const lost = widest - (all.length - left);
      this.actions.pasted({ rows: rows.length, added, lost: Math.max(0, lost) });
    }
  };

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
})(window.portalGrid);
