/* Keeping what is typed, saving it, and taking up what colleagues save, so that nothing is lost on either side. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  const { words } = grid;
  const EVERY = 25000; // milliseconds between two looks at whether colleagues have saved
  const SOONEST = 3000;
  const MOST_KEYS = 50; // rows of one request
  const AGAIN = 5000; // milliseconds until what could not be read is asked for again
  const MOST_ONCE = 600000; // characters; a larger request the server cannot remember to recognise it when it comes again

  grid.Saver = class {
    constructor({ data, model, view, editor, texts, page }) {
      Object.assign(this, { data, model, view, editor, texts, page, version: data.version });
      this.prefix = `grid:${data.account}:${data.edition}:`;
      this.window = sessionStorage.getItem("grid-window") || Math.random().toString(36).slice(2);
      sessionStorage.setItem("grid-window", this.window);
      this.looked = Date.now();
      this.coming = new Map(); // address and key of a row that is under way → whether it comes
      this.sent = null; // what was sent last, and under which key, while no answer came
      if (!data.editable) return;
      window.addEventListener("beforeunload", (event) => {
        this.keep();
        if (!this.dirty()) return;
        event.preventDefault();
        event.returnValue = true; // Chromium before 119
      });
      window.addEventListener("pagehide", () => this.keep());
      setInterval(() => this.look(), EVERY);
      document.addEventListener("visibilitychange", () => this.look());
      window.addEventListener("focus", () => this.look());
    }

    dirty() {
      return this.editor.mode === "edit" || this.model.rows.some((row) => this.model.isChanged(row));
    }

    /* --- Rows that come into sight --------------------------------------------------------------------------------- */

    /** Reads all cells of these rows, where only their heads are known; resolves to false if they cannot be had.
        With `wait` nothing can be done in the table meanwhile. */
    async need(keys, { wait = false } = {}) {
      const { model, view, data } = this;
      const olds = keys.flatMap((key) => [key, model.rows[model.at(key)]?.splitFrom]).filter(Boolean);
      const asked = [
        ...this._ask(data.urls.table, keys.filter((key) => !model.knows(key)), (rows) => model.know(rows)),
        ...this._ask(data.urls.before, olds.filter((key) => view.before.get(key)?.short), (rows) => view.knowBefore(rows)),
      ];
      if (!asked.length) return true;
      const all = Promise.all(asked);
      const come = (await (wait ? this._busy(this.texts.loading, () => all) : all)).every(Boolean);
      view.draw();
      this.editor.known(keys);
      if (!come) this.page.problem(this.texts.unreachable);
      return come;
    }

    _ask(url, keys, take) {
      const wanted = [...new Set(keys)];
      const missing = wanted.filter((key) => !this.coming.has(`${url} ${key}`));
      for (let at = 0; at < missing.length; at += MOST_KEYS) {
        const some = missing.slice(at, at + MOST_KEYS);
        const come = grid.ask(grid.address(url, { keys: some.join(",") })).then(({ status, body }) => {
          if (status === 200) take(body.rows);
          for (const key of some) this.coming.delete(`${url} ${key}`);
          return status === 200;
        });
        for (const key of some) this.coming.set(`${url} ${key}`, come);
      }
      return [...new Set(wanted.map((key) => this.coming.get(`${url} ${key}`)))];
    }

    /** Rows have come into sight: all that come together are read in as few requests as can be. */
    seen(keys) {
      this.waiting = [...(this.waiting || []), ...keys];
      clearTimeout(this.reading);
      this.reading = setTimeout(async () => {
        const { waiting } = this;
        this.waiting = [];
        if (!(await this.need(waiting))) setTimeout(() => this.seen(waiting), AGAIN);
      }, 30);
    }

    /** Which rows fit, as the server has them; null if it cannot be asked. */
    async search(words, different) {
      const { status, body } = await grid.ask(grid.address(this.data.urls.search, { words, different: different && "true" }));
      return status === 200 ? new Set(body.keys) : null;
    }

    /** A moment as the portal's clock has it, wherever the browser is. */
    time(at, day = true) {
      const parts = { timeZone: this.data.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
      const days = day ? { year: "numeric", month: "2-digit", day: "2-digit" } : {};
      return new Intl.DateTimeFormat("sv-SE", { ...parts, ...days }).format(new Date(at));
    }

    /* --- Keeping on this computer ---------------------------------------------------------------------------------- */

    keepSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 400);
    }

    /** What is not saved stays in this browser, with what is being typed; another window has its own place. */
    keep() {
      clearTimeout(this.timer);
      const { mode, active, area } = this.editor;
      const typing = mode === "edit" && !this.editor.row().removed ? { ...active, text: area.value } : null;
      const kept = { rows: this.model.kept(), typing, reason: this.page.reason.value, at: new Date().toISOString() };
      try {
        if (kept.rows.length || typing) localStorage.setItem(this.prefix + this.window, JSON.stringify(kept));
        else localStorage.removeItem(this.prefix + this.window);
      } catch (error) {
        this.page.notice(this.texts.cannot_keep);
      }
    }

    /** After a reload the changes are there again; those of a window that is gone are offered. */
    async restore() {
      const own = this._read(this.prefix + this.window);
      if (own) {
        await this._take(own);
        this.page.notice(words(this.texts.restored, { time: this.time(own.at) }), [this.texts.forget, () => this.page.forget()]);
      }
      const others = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix) && key !== this.prefix + this.window);
      const [other] = others.map((key) => [key, this._read(key)]).filter(([, kept]) => kept)
        .sort(([, one], [, two]) => two.at.localeCompare(one.at));
      if (other && !own) this._offer(...other);
    }

    _offer(key, kept) {
      const count = kept.rows.length + (kept.typing ? 1 : 0);
      const take = async () => {
        await this._take(kept);
        localStorage.removeItem(key);
        this.page.notice("");
      };
      const drop = () => {
        localStorage.removeItem(key);
        this.page.notice("");
      };
      const text = words(this.texts.offered, { time: this.time(kept.at), count });
      this.page.notice(text, [this.texts.take_up, take], [this.texts.throw_away, drop]);
    }

    _read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch (error) {
        return null;
      }
    }

    async _take({ rows, typing, reason }) {
      const keys = rows.map(({ row }) => row.key);
      if (!(await this.need(typing ? [...keys, typing.key] : keys, { wait: true }))) return;
      this.model.restore(rows);
      if (typing && this.model.at(typing.key) >= 0) this.model.setCell(typing.key, typing.column, typing.text);
      if (!this.page.reason.value) this.page.reason.value = reason || "";
      this.view.draw();
      this.editor.again();
      this.page.changed();
      this.keep();
    }

    /* --- Saving ---------------------------------------------------------------------------------------------------- */

    async save(again = true) {
      const { editor, model, page, texts } = this;
      editor.commit();
      page.takeReason();
      if (editor.locked || !this.data.editable) return;
      page.problem("");
      if (model.conflicts().length) {
        if (!(await this.settle())) return;
      }
      const edits = model.edits();
      if (!edits.length) {
        page.status(texts.nothing_to_save);
        return;
      }
      const reason = page.reason.value.trim();
      if (!reason && edits.some((edit) => !edit.reason)) {
        page.needsReason();
        return;
      }
      const body = { reason, edits };
      const answer = await this._busy(texts.saving, () => this._send(body));
      if (answer.status === 200) await this._saved(answer.body, edits.length);
      else await this._refused(answer, again);
    }

    async _send(body) {
      const text = JSON.stringify(body);
      if (!this.sent || this.sent.text !== text) this.sent = { text, once: `${this.window}-${Date.now()}` };
      const once = text.length < MOST_ONCE ? this.sent.once : undefined;
      const answer = await grid.ask(this.data.urls.edits, { method: "POST", body, once });
      if (answer.status) this.sent = null;
      return answer;
    }

    /** Nothing can be typed while something is under way, for what would be typed belonged to neither side of it. */
    async _busy(text, run) {
      this.editor.locked = true;
      this.editor.area.readOnly = true;
      this.page.busy(text);
      try {
        return await run();
      } finally {
        this.editor.locked = false;
        this.page.busy("");
        this.editor.again();
      }
    }

    async _saved(body, count) {
      const { model, view, editor, page, texts } = this;
      const active = editor.active && body.keys[editor.active.key];
      const complete = model.saved(body) && body.version === this.version + (body.batch === null ? 0 : 1);
      if (complete) this.version = body.version; // else what a colleague saved in between is read first
      if (active) editor.active = editor.anchor = { ...editor.active, key: active };
      view.setFaults([]);
      page.reason.value = "";
      editor.again();
      page.changed();
      this.keep();
      if (!complete) await this.load();
      const undo = [texts.undo_batch, () => this.undoBatch(body.batch)];
      if (body.batch === null) page.status(texts.nothing_changed);
      else page.status(words(texts.saved, { count, time: this.time(new Date(), false) }), undo);
    }

    async _refused({ status, body }, again) {
      const { model, view, editor, page, texts } = this;
      if (body.code === "edit_conflict" || body.code === "unknown_row") {
        if (!(await this.load())) return;
        if (!model.conflicts().length) {
          if (again) await this.save(false);
          else page.problem(body.detail);
        } else if (await this.settle()) await this.save(again);
      } else if (body.code === "faulty_cells") {
        view.setFaults(body.faults);
        const [first] = body.faults;
        page.faults(body.faults);
        this.page.show(first.key);
        editor.go(first.key, first.column || "title");
      } else if (body.code === "duplicate_number") {
        await this._doubled(body.detail);
      } else if (body.code === "reason_missing") page.needsReason();
      else if (status === 0) page.problem(texts.unreachable);
      else if (status === 401 || (status === 403 && body.code !== "not_permitted")) {
        page.problem(texts.signed_out, [texts.sign_in, this.data.urls.sign_in]);
      } else page.problem(words(texts.refused, { detail: this._detail(status, body) }));
    }

    _detail(status, body) {
      const details = (body.errors || []).map((error) => error.detail).filter((detail) => detail !== body.detail);
      return [body.detail || `HTTP ${status}`, ...details].join(" ");
    }

    /** Two rows have one number, perhaps since a colleague gave it to another row: each says so, with a free one. */
    async _doubled(message) {
      if (!(await this.load())) return;
      const { model, view, editor, page } = this;
      const seen = new Map();
      for (const row of this.model.rows) {
        if (row.removed) continue;
        const number = this.model.text(row, "seq_no").trim();
        seen.set(number, [...(seen.get(number) || []), row.key]);
      }
      const doubled = [...seen.values()].filter((keys) => keys.length > 1).flat();
      const free = [model.nextNumber()];
      view.setFaults(doubled.map((key) => ({ key, column: "seq_no", message, suggestions: free })));
      page.problem(message);
      const own = doubled.filter((key) => model.isChanged(model.rows[model.at(key)])).at(-1);
      if (!own) return;
      page.show(own);
      editor.go(own, "seq_no");
    }

    /** Shows both versions of what two people changed; true if the editor has chosen for all. */
    async settle() {
      const { model, view, editor, page } = this;
      const time = (at) => this.time(at);
      const chosen = await grid.settle({ dialog: page.conflicts, model, texts: this.texts, time });
      view.draw();
      editor.again({ focus: true });
      page.changed();
      this.keep();
      return chosen;
    }

    async undoBatch(batch) {
      const { page, texts } = this;
      this.editor.commit();
      const answer = await this._busy(texts.undoing, () => grid.ask(`${this.data.urls.batches}${batch}/undo/`, { method: "POST" }));
      if (answer.status !== 200) {
        await this._refused(answer, false);
        return;
      }
      await this.load();
      const kept = answer.body.kept;
      page.status(kept.length ? words(texts.undone_but, { kept: kept.join("；") }) : texts.undone);
    }

    /* --- Colleagues ------------------------------------------------------------------------------------------------ */

    /** Looks whether somebody else has saved; a few bytes, and only while somebody is looking at the page. */
    async look() {
      if (document.hidden || this.editor.locked || Date.now() - this.looked < SOONEST) return;
      this.looked = Date.now();
      const { status, version, body } = await grid.ask(this.data.urls.edition);
      if (this.editor.locked || status !== 200 || version === null || version === this.version) return;
      if (body.status && body.status !== "draft") this.page.notice(this.texts.no_draft_now);
      else this.page.notice(this.texts.colleague_saved, [this.texts.load, () => this.load({ told: true })]);
    }

    /** Takes up the table as it is now under what is not saved; false if it cannot be had. */
    async load({ told = false } = {}) {
      const { model, view, editor, page } = this;
      editor.commit();
      const changes = grid.address(this.data.urls.changes, { since: String(this.version) });
      const answer = await this._busy(this.texts.loading, () => grid.ask(changes));
      if (answer.status !== 200) {
        await this._refused(answer, false);
        return false;
      }
      this.version = answer.version;
      model.refresh(answer.body);
      page.filters();
      editor.again();
      page.changed();
      this.keep();
      page.notice("");
      const conflicts = model.conflicts().length;
      if (told) page.status(conflicts ? words(this.texts.loaded_conflicts, { count: conflicts }) : this.texts.loaded);
      if (told && conflicts) await this.settle();
      return true;
    }
  };
})(window.portalGrid);
