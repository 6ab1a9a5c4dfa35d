/* Texts of the grid: what spreadsheets put on the clipboard, and where two texts differ. No page is touched here. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  /* --- Clipboard ------------------------------------------------------------------------------------------------- */

  /** Rows of texts from what Excel and WPS copy: tabs and line ends part, quotes hold a cell with either together. */
  grid.parseTable = function (text) {
    const rows = [[]];
    let at = 0;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (;;) {
      let cell;
      const quoted = text[at] === '"' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(at)) : null;
      if (quoted) {
        cell = quoted[1].replace(/""/g, '"');
        at += quoted[0].length;
      } else {
        const end = text.slice(at).search(/[\t\n]/);
        cell = end < 0 ? text.slice(at) : text.slice(at, at + end);
        at += cell.length;
      }
      rows[rows.length - 1].push(cell);
      if (at >= text.length) return rows;
      if (text[at] === "\n") rows.push([]);
      at += 1;
    }
  };

  /** The same the other way. */
  grid.formatTable = function (rows) {
    const quote = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
    return rows.map((row) => row.map(quote).join("\t")).join("\r\n");
  };

  /** Whether two texts of a cell read the same, by the server's rule: blanks at the edges of lines do not count. */
  grid.same = function (one, other) {
    return one === other || plain(one) === plain(other);
  };

  function plain(text) {
    return text.replace(/\r\n?/g, "\n").trim().split("\n").map((line) => line.trim()).join("\n");
  }

  /* --- Differences ----------------------------------------------------------------------------------------------- */

  const TOKEN = /[A-Za-z]+|\d+(?:\.\d+)*|[^]/gu;
  const ALIKE = 0.3; // texts that have less than this in common are two texts, not one changed
  const MOST = 4000000; // cells of the table of common stretches; beyond, the whole middle counts as changed

  /** Both texts in pieces [text, changed] that join to them; Chinese is compared character by character. */
  grid.differences = function (before, after) {
    const olds = before.match(TOKEN) || [];
    const news = after.match(TOKEN) || [];
    let start = 0;
    while (start < olds.length && start < news.length && olds[start] === news[start]) start += 1;
    let end = 0;
    while (end < olds.length - start && end < news.length - start && olds.at(-1 - end) === news.at(-1 - end)) end += 1;
    const head = olds.slice(0, start).join("");
    const tail = end ? olds.slice(-end).join("") : "";
    const steps = middle(olds.slice(start, olds.length - end), news.slice(start, news.length - end));
    const common = head.length + tail.length + steps.reduce((sum, [old, now]) => sum + (old === now ? old.length : 0), 0);
    if (common < ALIKE * Math.max(before.length, after.length)) return [before, after].map((text) => (text ? [[text, true]] : []));
    return [0, 1].map((side) => pieces([[head, head], ...steps, [tail, tail]], side));
  };

  function middle(olds, news) {
    if (!olds.length || !news.length || olds.length * news.length > MOST) return [[olds.join(""), news.join("")]];
    const width = news.length + 1;
    const longest = new Uint16Array((olds.length + 1) * width);
    for (let i = olds.length - 1; i >= 0; i -= 1) {
      for (let j = news.length - 1; j >= 0; j -= 1) {
        longest[i * width + j] = olds[i] === news[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      }
    }
    const steps = [];
    let [i, j] = [0, 0];
    while (i < olds.length || j < news.length) {
      if (i < olds.length && j < news.length && olds[i] === news[j]) steps.push([olds[i++], news[j++]]);
      else if (j >= news.length || (i < olds.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
        steps.push([olds[i++], ""]);
      } else steps.push(["", news[j++]]);
    }
    return steps;
  }

  /** One side of the steps; a single character left alone between two changes is read as part of them. */
  function pieces(steps, side) {
    const found = [];
    steps.forEach(([old, now], number) => {
      const [previous, next] = [steps[number - 1], steps[number + 1]];
      const alone = Boolean(previous && next) && previous[0] !== previous[1] && next[0] !== next[1] && /\S/.test(old);
      const changed = old !== now || (alone && number > 1 && number < steps.length - 2);
      const text = side ? now : old;
      if (!text) return;
      if (found.length && found.at(-1)[1] === changed) found.at(-1)[0] += text;
      else found.push([text, changed]);
    });
    return found;
  }
})(window.portalGrid);
