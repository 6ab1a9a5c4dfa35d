/* The page of the grid: puts table, editor and saving together; buttons, filters, and what stands around the table. */

(function (grid) {
  "use strict";

  const { element, marked, words } = grid;
  const MOST_PLACES = 5; // cells named of one cause
  const PAUSE = 200; // milliseconds after which what is typed is looked for

  function start() {
    const root = document.getElementById("grid");
    if (!root) return;
    const data = JSON.parse(document.getElementById("grid-data").textContent);
    const texts = JSON.parse(document.getElementById("grid-texts").textContent);
    const find = (id) => document.getElementById(`grid-${id}`);
    root.hidden = false;

    const heads = data.heads.map(shortRow);
    const model = new grid.Model({ columns: data.columns, rows: heads });
    model.know(data.rows);
    const view = new grid.View({
      box: find("box"),
      model,
      before: data.before.map((place) => (Array.isArray(place) ? shortRow(place) : heads[place])),
      texts,
      editable: data.editable,
      onSeen: (keys) => saver.seen(keys),
    });
    view.knowBefore(data.before_rows);
    const page = { reason: find("reason"), conflicts: find("conflicts") };
    let saver = null;

    const doing = {
      add: () => editor.change(() => { made = model.add(editor.active && editor.active.key).key; }, { select: () => ({ key: made, column: "title" }) }),
      remove: () => rows((keys) => editor.withRows(keys, () => editor.change(() => model.remove(keys)))),
      up: () => doing.move(-1),
      down: () => doing.move(1),
      move: (step) => rows((keys) => editor.change(() => model.move(keys, step, view.shown()))),
      split: () => rows(([key]) => editor.withRows([key], () => {
        editor.change(() => { made = model.split(key).key; }, { select: () => ({ key: made, column: "title" }) });
      })),
      merge: () => rows((selected) => {
        const keys = selected.filter((key) => !model.rows[model.at(key)].removed);
        if (keys.length < 2) page.status(texts.merge_needs_two);
        else {
          const select = () => ({ key: keys[0], column: editor.active.column });
          editor.withRows(keys, () => editor.change(() => model.merge(keys), { select }));
        }
      }),
      renumber: () => rows(([key]) => {
        let possible = true;
        editor.change(() => { possible = model.renumber(key); });
        if (!possible) page.status(texts.renumber_needs_number);
      }),
      undo: () => travel(() => model.undo()),
      redo: () => travel(() => model.redo()),
      keys: () => document.getElementById("keys").showModal(),
      save: () => saver.save(),
      forget: () => page.forget(),
    };
    let made = "";

    const editor = new grid.Editor({
      view,
      model,
      texts,
      editable: data.editable,
      onAct: () => page.changed(),
      onMove: () => page.detail(),
      onType: () => saver.keepSoon(),
      onNeed: (keys, options) => saver.need(keys, options),
      actions: {
        ...Object.fromEntries(["add", "remove", "move", "undo", "redo", "keys"].map((name) => [name, (value) => { doing[name](value); return true; }])),
        notCopied: () => page.status(texts.copy_again),
        pasted: ({ rows: count, added, lost }) => {
          if (lost) page.status(words(texts.pasted_lost, { count: lost }));
          else if (added) page.status(words(texts.pasted_added, { count, added }));
        },
      },
    });

    /** Runs with the keys of the selected rows that can be changed. */
    function rows(run) {
      editor.commit();
      const { keys } = editor.selection();
      if (keys.length && data.editable) run(keys);
    }

    function travel(run) {
      editor.commit();
      if (!data.editable || editor.locked || !run()) return;
      view.draw();
      editor.again({ focus: true });
      page.changed();
    }

    /* --- Around the table ------------------------------------------------------------------------------------------ */

    page.status = function (text, action) {
      say(find("status"), text, action ? [action] : []);
    };
    page.notice = function (text, ...actions) {
      say(find("notice"), text, actions);
      find("notice").hidden = !text;
    };
    let listed = false; // the box of problems lists faulty cells
    page.problem = function (text, link) {
      listed = false;
      const box = find("problem");
      box.hidden = !text;
      box.replaceChildren(text);
      if (!link) return;
      const anchor = element("a", "", link[0]);
      Object.assign(anchor, { href: link[1], target: "_blank", rel: "noopener" });
      box.append(" ", anchor);
    };
    page.busy = function (text) {
      view.box.setAttribute("aria-busy", String(Boolean(text)));
      root.querySelectorAll("[data-do]").forEach((button) => { button.disabled = Boolean(text); });
      page.status(text);
      if (!text) page.changed();
    };
    page.needsReason = function () {
      find("reason-missing").hidden = false;
      page.reason.setAttribute("aria-invalid", "true");
      page.reason.focus();
    };
    page.faults = function (faults) {
      const box = find("problem");
      const causes = new Map(faults.map(({ message }) => [message, faults.filter((fault) => fault.message === message)]));
      const lines = [...causes].sort(([, one], [, two]) => two.length - one.length).map(([message, alike]) => {
        const places = alike.slice(0, MOST_PLACES).flatMap((fault) => [" ", placeOf(fault)]);
        if (alike.length > MOST_PLACES) places.push(` ${words(texts.more_places, { count: alike.length - MOST_PLACES })}`);
        return element("li", "", element("strong", "", words(texts.cause, { count: alike.length })), ` ${message}`, ...places);
      });
      listed = true;
      box.hidden = false;
      box.replaceChildren(words(texts.faults, { count: faults.length, causes: lines.length }), element("ul", "", ...lines));
    };

    /** The way to a cell in which something is wrong. */
    function placeOf({ key, column }) {
      const row = model.rows[model.at(key)];
      const found = model.columns.find((one) => one.key === column);
      const place = [row && model.name(row), found && found.title].filter(Boolean).join(" · ");
      const number = row && model.text(row, "seq_no");
      const link = element("button", "quiet", [number, found && found.title].filter(Boolean).join(" ") || texts.this_row);
      Object.assign(link, { type: "button", title: place });
      link.addEventListener("click", () => {
        page.show(key);
        editor.go(key, column || "title");
      });
      return link;
    }

    page.forget = function () {
      if (!window.confirm(texts.forget_sure)) return;
      if (editor.mode === "edit") editor.cancel();
      editor.change(() => model.forget());
      view.setFaults([]);
      page.notice("");
      page.problem("");
      page.status(texts.forgotten);
    };
    /** What stands in the box for the row's own reason is its reason. */
    page.takeReason = function () {
      const row = editor.row();
      const box = find("row-reason");
      if (!row || !box || box.disabled || box.value === row.reason) return;
      model.act(() => model.setReason(row.key, box.value));
      page.changed();
    };
    /** A row that the filter hides comes into sight again. */
    page.show = function (key) {
      if (view.hidden.delete(key)) view.draw();
    };

    function say(box, text, actions) {
      const held = box.contains(document.activeElement);
      box.replaceChildren(text);
      for (const [label, run] of actions) {
        const button = element("button", "button", label);
        button.type = "button";
        button.addEventListener("click", run);
        box.append(" ", button);
      }
      if (held) editor.again({ focus: true }); // the button that was pressed is gone
    }

    page.changed = function () {
      const count = model.changed().length;
      find("count").textContent = count ? words(texts.unsaved, { count }) : texts.all_saved;
      find("count").classList.toggle("dirty", count > 0);
      counts();
      if (data.editable && !editor.locked) {
        root.querySelector("[data-do=save]").disabled = !count;
        root.querySelector("[data-do=forget]").disabled = !count;
        root.querySelector("[data-do=undo]").disabled = !model.past.length;
        root.querySelector("[data-do=redo]").disabled = !model.future.length;
      }
      if (saver) saver.keepSoon();
      if (listed) {
        const left = [...view.faults.values()].flatMap((ofRow) => [...ofRow.values()]);
        if (left.length) page.faults(left);
        else page.problem("");
      }
      page.detail();
    };

    let scrolling = 0;

    /** The active cell in full: what it says, what the edition in force says, what is wrong with it. */
    page.detail = function () {
      const box = find("detail");
      const row = editor.row();
      const { keys } = editor.selection();
      root.querySelectorAll("[data-of-rows]").forEach((button) => { button.disabled = !data.editable || editor.locked || !row; });
      const remove = root.querySelector("[data-do=remove]");
      if (remove) remove.textContent = keys.length && keys.every((key) => model.rows[model.at(key)].removed) ? texts.take_back : texts.remove;
      box.hidden = !row;
      if (!row) return;
      const { column } = editor.active;
      const { title } = model.columns.find(({ key }) => key === column);
      const text = model.text(row, column);
      find("place").textContent = `${model.name(row) || texts.new_row} · ${title}`;
      find("chosen").textContent = keys.length > 1 ? words(texts.rows_chosen, { count: keys.length }) : "";
      const old = view.before.get(row.key) || view.before.get(row.splitFrom);
      const said = old ? old.cells[column] || "" : null;
      const known = model.knows(row.key) && !old?.short;
      const sides = !known || said === null || grid.same(said, text) ? null : grid.differences(said, text);
      find("draft").replaceChildren(...(sides ? marked(sides[1], "ins") : [text || (known ? texts.nothing : texts.loading)]));
      const before = find("before");
      if (before) {
        before.replaceChildren(...(sides ? marked(sides[0], "del") : [said === null ? texts.not_in_force : known ? texts.says_the_same : texts.loading]));
        if (sides && !said) before.textContent = texts.nothing;
      }
      // In a long text, start where it differs; with the next frame, or the whole table were laid out once more now.
      cancelAnimationFrame(scrolling);
      scrolling = requestAnimationFrame(() => {
        for (const full of [find("draft"), before].filter(Boolean)) {
          const difference = full.querySelector("ins, del");
          full.scrollTop = difference ? difference.offsetTop - 4 : 0;
        }
      });
      tell(row, column);
      const reason = find("row-reason");
      if (reason && document.activeElement !== reason) {
        reason.value = row.reason;
        reason.disabled = !data.editable || !model.isChanged(row);
      }
    };

    /** What is wrong with the cell, and names that may have been meant. */
    function tell(row, column) {
      const box = find("fault");
      const fault = view.fault(row.key, column);
      box.hidden = !fault;
      box.replaceChildren();
      if (!fault) return;
      box.append(fault.message);
      for (const suggestion of fault.suggestions) {
        const button = element("button", "button", suggestion);
        button.type = "button";
        button.addEventListener("click", () => {
          const text = model.text(row, column);
          const better = fault.value && text.includes(fault.value) ? text.replace(fault.value, suggestion) : suggestion;
          editor.change(() => editor.write(row.key, column, better));
        });
        box.append(" ", button);
      }
    }

    /* --- Filters, kept in the address ------------------------------------------------------------------------------ */

    const filters = { q: find("words"), heading: find("heading"), rows: find("rows") };
    const beside = find("beside");

    function readAddress() {
      const given = new URLSearchParams(window.location.search);
      headings();
      for (const [name, box] of Object.entries(filters)) box.value = given.get(name) || "";
      if (beside) beside.checked = given.get("beside") === "1";
    }

    function writeAddress() {
      const address = new URL(window.location.href);
      for (const [name, box] of Object.entries(filters)) {
        if (box.value) address.searchParams.set(name, box.value);
        else address.searchParams.delete(name);
      }
      if (beside && beside.checked) address.searchParams.set("beside", "1");
      else address.searchParams.delete("beside");
      window.history.replaceState(null, "", address);
    }

    function headings() {
      const chosen = filters.heading.value;
      const all = [...new Set(model.rows.map((row) => model.text(row, "heading")))].filter(Boolean);
      const options = all.map((title) => new Option(title, title));
      filters.heading.replaceChildren(new Option(texts.all_headings, ""), ...options);
      filters.heading.value = all.includes(chosen) ? chosen : "";
    }

    let found = { asked: "", keys: null }; // rows that the server has found, of those that are not known here

    page.filters = function () {
      headings();
      const [asked, different] = [filters.q.value.trim(), filters.rows.value === "different"];
      const request = JSON.stringify([asked, different]);
      if (found.asked !== request) found = { asked: request, keys: null };
      const unsure = view.filter({ words: asked, heading: filters.heading.value, rows: filters.rows.value, found: found.keys });
      counts();
      if (!unsure) return;
      clearTimeout(asking);
      asking = setTimeout(async () => {
        const keys = await saver.search(asked, different);
        if (found.asked !== request) return; // something else is looked for by now
        if (!keys) {
          page.problem(texts.unreachable);
          return;
        }
        found.keys = keys;
        editor.commit();
        page.filters();
        editor.again({ focus: false });
      }, PAUSE);
    };
    let asking = 0;

    function counts() {
      const count = model.rows.length;
      const { length: shown } = view.shown();
      find("shown").textContent = words(shown < count ? texts.shown_of : texts.shown_all, { shown, count });
    }

    function refilter() {
      editor.commit();
      page.filters();
      writeAddress();
      editor.again({ focus: false });
    }

    for (const box of Object.values(filters)) box.addEventListener("input", refilter);
    if (beside) {
      beside.addEventListener("change", () => {
        editor.commit();
        view.beside = beside.checked;
        view.table.classList.toggle("beside", view.beside);
        view.draw(true);
        editor.again({ focus: false });
        writeAddress();
      });
    }

    /* --- Events ---------------------------------------------------------------------------------------------------- */

    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) doing[button.dataset.do]();
    });
    // A button must not take the focus from the table, or the keyboard would be lost after each.
    root.querySelector(".grid-tools").addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        if (data.editable && !event.isComposing && !page.conflicts.open) saver.save();
      }
      // The browser would find, and print, only what is drawn.
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") {
        event.preventDefault();
        filters.q.focus();
        filters.q.select();
      }
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p") {
        event.preventDefault();
        editor.withRows(view.shown(), () => window.print());
      }
    });
    window.addEventListener("beforeprint", () => view.drawAll());
    // An empty table has no cell to paste into, yet whole lists are pasted there.
    document.addEventListener("paste", (event) => {
      if (editor.active || !data.editable || event.target.closest?.("input, textarea, dialog")) return;
      const text = event.clipboardData.getData("text/plain");
      if (text.trim()) editor.paste(grid.parseTable(text));
    });
    page.reason.addEventListener("input", () => {
      find("reason-missing").hidden = true;
      page.reason.removeAttribute("aria-invalid");
      saver.keepSoon();
    });
    page.reason.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && saver.save());
    const rowReason = find("row-reason");
    if (rowReason) {
      rowReason.addEventListener("change", () => page.takeReason());
    }

    saver = new grid.Saver({ data, model, view, editor, texts, page });
    readAddress();
    view.beside = Boolean(beside && beside.checked);
    view.table.classList.toggle("beside", view.beside);
    page.filters();
    editor.again({ focus: false });
    page.changed();
    if (data.editable) saver.restore();
    grid.started = true;

    /** A row of which only the head is known: [key, version, number, heading, title]. */
    function shortRow([key, version, number, heading, title]) {
      return { key, version, cells: { seq_no: number, heading: data.headings[heading], title }, short: true };
    }
  }

  document.addEventListener("DOMContentLoaded", start);
})(window.portalGrid);
