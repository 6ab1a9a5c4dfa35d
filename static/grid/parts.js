/* Duties as cells write them, "body：text" one below the other: joining those of two rows. No page is touched here. */

window.portalGrid = window.portalGrid || {};

(function (grid) {
  "use strict";

  // A body stands at the start of a line before a full-width or plain colon. Numbers and sentences are no bodies.
  const BODY = /^([^\d\s：:。；;，,、（(][^：:。；;，,、\n]{1,39})[：:]/;
  const NUMBERED = /^\d+([.．、])(?!\d)/;
  const NAMES = "、";
  // Columns that name bodies, with the one that holds their duties where it is a column of its own.
  const NAMED = { superior: "superior_duties", takeover_body: "takeover_method" };
  // A body answers for an item in one role only: the first column that names it keeps it.
  const DUTIES = ["lead", "support"];

  /** The bodies of a cell with their texts; those without a text come first, as they are written. */
  function blocks(text) {
    const found = new Map();
    let name = null;
    for (const line of text.split("\n")) {
      const body = BODY.exec(line);
      if (body) {
        name = body[1];
        add(found, name, line.slice(body[0].length));
      } else if (name === null) line.split(NAMES).filter(Boolean).forEach((bare) => add(found, bare, ""));
      else found.get(name).push(line);
    }
    return found;
  }

  function add(found, name, text) {
    if (!found.has(name)) found.set(name, []);
    if (text) found.get(name).push(text);
  }

  function written(found) {
    const bare = [...found].filter(([, lines]) => !lines.length).map(([name]) => name).join(NAMES);
    const full = [...found].filter(([, lines]) => lines.length).map(([name, lines]) => `${name}：${lines.join("\n")}`);
    return [bare, ...full].filter(Boolean).join("\n");
  }

  /** Lines one after the other, each once; if all of them are numbered, they are counted through. */
  function joined(lines) {
    const once = [...new Set(lines)];
    if (!once.every((line) => NUMBERED.test(line))) return once;
    return once.map((line, at) => line.replace(NUMBERED, `${at + 1}$1`));
  }

  function distinct(texts, mark) {
    return [...new Set(texts.flatMap((text) => text.split(mark)).map((text) => text.trim()).filter(Boolean))].join(mark);
  }

  /** What the rows of texts say about bodies together: each body once, with its duties of all of them. */
  grid.joinParts = function (rows) {
    const result = {};
    const taken = new Map();
    for (const column of DUTIES.filter((name) => rows.some((row) => row[name]))) {
      const found = new Map();
      for (const row of rows) {
        for (const [name, lines] of blocks(row[column] || "")) {
          const place = taken.get(name) || found;
          place.set(name, [...(place.get(name) || []), ...lines]);
        }
      }
      for (const name of found.keys()) taken.set(name, found);
      result[column] = found;
    }
    for (const [column, found] of Object.entries(result)) {
      result[column] = written(new Map([...found].map(([name, lines]) => [name, joined(lines)])));
    }
    for (const [bodies, duties] of Object.entries(NAMED)) {
      if (!rows.some((row) => row[bodies])) continue;
      const alike = new Set(rows.map((row) => row[bodies])).size < 2;
      result[bodies] = distinct(rows.map((row) => row[bodies] || ""), NAMES);
      // Of rows with other bodies it is said whose duties they are, or they would become everybody's.
      const texts = rows.map((row) => (alike ? row[duties] || "" : named(row[bodies] || "", row[duties] || "")));
      result[duties] = alike ? joined(texts.filter(Boolean).flatMap((text) => text.split("\n"))).join("\n")
        : grid.joinParts(texts.map((lead) => ({ lead }))).lead || "";
    }
    return result;
  };

  function named(bodies, text) {
    if (!text || !bodies || BODY.test(text)) return text;
    return bodies.split(NAMES).map((name) => `${name}：${text}`).join("\n");
  }

  grid.distinct = distinct;
})(window.portalGrid);
