/* The window that shows both versions of what two people changed, and takes the choice for each. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  const { element, marked } = grid;

  /** Asks for a choice in every conflict; resolves to true once all are made, to false if the window is closed. */
  grid.settle = function ({ dialog, model, texts, time }) {
    const conflicts = model.conflicts();
    const form = dialog.querySelector("form");
    form.querySelector(".conflict-list").replaceChildren(...conflicts.map((conflict, at) => shown(conflict, at, model, texts, time)));
    const problem = form.querySelector(".error");
    problem.hidden = true;
    return new Promise((resolve) => {
      let settled = false;
      const choose = (event) => {
        const all = event.target.closest("[data-all]");
        if (all) form.querySelectorAll(`input[value=${all.dataset.all}]`).forEach((box) => { box.checked = true; });
      };
      const submit = (event) => {
        event.preventDefault();
        const open = conflicts.findIndex((_conflict, at) => !form.elements[`choice-${at}`].value);
        if (open >= 0) {
          problem.hidden = false;
          form.elements[`choice-${open}`][0].focus();
          return;
        }
        conflicts.forEach((conflict, at) => model.resolve(conflict, form.elements[`choice-${at}`].value === "mine"));
        settled = true;
        dialog.close();
      };
      const cancel = (event) => event.target.closest("[data-cancel]") && dialog.close();
      const close = () => {
        for (const [name, run] of [["click", choose], ["click", cancel], ["submit", submit]]) form.removeEventListener(name, run);
        resolve(settled);
      };
      form.addEventListener("click", choose);
      form.addEventListener("click", cancel);
      form.addEventListener("submit", submit);
      dialog.addEventListener("close", close, { once: true });
      dialog.showModal();
      dialog.scrollTop = 0;
      const first = form.querySelector("input[type=radio]");
      if (first) first.focus({ preventScroll: true });
    });
  };

  function shown(conflict, at, model, texts, time) {
    const row = model.rows[model.at(conflict.key)];
    const base = model.base.get(conflict.key);
    const column = model.columns.find(({ key }) => key === conflict.column);
    const heading = element("legend", "", column ? `${model.name(row)} · ${column.title}` : model.name(row));
    const box = element("fieldset", "conflict", heading);
    const colleague = model.colleague(conflict);
    if (colleague) {
      const values = { name: colleague.by, time: time(colleague.at), reason: colleague.reason || texts.nothing };
      box.append(element("p", "help", grid.words(texts.saved_by, values)));
    }
    if (conflict.kind === "cell") {
      const { was, text } = row.edits[conflict.column];
      const theirs = base.cells[conflict.column] || "";
      const [, theirPieces] = grid.differences(was, theirs);
      const [, myPieces] = grid.differences(was, text);
      box.append(
        element("p", "conflict-was", element("span", "grid-label", texts.it_was), was || texts.nothing),
        sides(at, [texts.theirs, marked(theirPieces, "ins"), texts.take_theirs], [texts.mine, marked(myPieces, "ins"), texts.keep_mine], texts));
    } else if (conflict.kind === "changed") {
      const changes = model.columns
        .filter(({ key }) => !grid.same(row.removed.cells[key] || "", base.cells[key] || ""))
        .flatMap(({ key, title }) => {
          const [, pieces] = grid.differences(row.removed.cells[key] || "", base.cells[key] || "");
          return [element("strong", "", `${title}：`), ...marked(pieces, "ins"), element("br")];
        });
      box.append(sides(at, [texts.theirs_changed, changes, texts.keep_row], [texts.mine_removed, [], texts.remove_row], texts));
    } else {
      const edited = Object.entries(row.edits).flatMap(([key, { text }]) => {
        const found = model.columns.find((one) => one.key === key);
        return [element("strong", "", `${found.title}：`), text || texts.nothing, element("br")];
      });
      box.append(sides(at, [texts.theirs_removed, [], texts.give_up], [texts.mine, edited, texts.add_again], texts));
    }
    return box;
  }

  function sides(at, theirs, mine, texts) {
    const side = (value, [title, pieces, verb]) => {
      const radio = element("input");
      Object.assign(radio, { type: "radio", name: `choice-${at}`, value });
      const content = pieces.length ? pieces : [element("span", "help", texts.nothing)];
      const body = element("div", "conflict-text", ...(title === texts.theirs_removed || title === texts.mine_removed ? [] : content));
      return element("div", "side", element("h3", "", title), body, element("label", "", radio, verb));
    };
    return element("div", "sides", side("theirs", theirs), side("mine", mine));
  }
})(window.portalGrid);
