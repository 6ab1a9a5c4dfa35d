/* Does the table do to rows what an editor means, undo it, and meet what colleagues save without losing anything. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./load.mjs";

const grid = load("text", "parts", "model");
const COLUMNS = ["seq_no", "heading", "title", "lead", "support", "process_note"].map((key) => ({ key, title: key }));

const row = (key, number, title, more = {}) => ({
  key, version: 1, cells: { seq_no: number, heading: "资源", title, lead: "", support: "", process_note: "", ...more },
});

function table(...rows) {
  return new grid.Model({ columns: COLUMNS, rows: rows.length ? rows : [row("a", "1", "甲"), row("b", "2", "乙"), row("c", "3", "丙")] });
}

const numbers = (model) => model.rows.filter(({ removed }) => !removed).map((one) => model.text(one, "seq_no"));
const titles = (model) => model.rows.filter(({ removed }) => !removed).map((one) => model.text(one, "title"));

test("a new row takes its place's number, and the rows below are counted on", () => {
  const model = table();
  model.act(() => model.add("a", { title: "新" }));
  assert.deepEqual(numbers(model), ["1", "2", "3", "4"]);
  assert.deepEqual(titles(model), ["甲", "新", "乙", "丙"]);
  model.undo();
  assert.deepEqual(numbers(model), ["1", "2", "3"], "one step back takes all of it back");
});

test("counting on stops where the numbers have a gap", () => {
  const model = table(row("a", "1", "甲"), row("b", "2", "乙"), row("c", "9", "丙"));
  model.act(() => model.add("a"));
  assert.deepEqual(numbers(model), ["1", "2", "3", "9"]);
});

test("the number of a removed row is free", () => {
  const model = table();
  model.act(() => model.remove(["b"]));
  model.act(() => model.add("a"));
  assert.deepEqual(numbers(model), ["1", "2", "3"]);
});

test("a number that stands elsewhere is not given twice, nor is one made of what is no number", () => {
  const model = table(row("a", "2", "甲"), row("b", "1", "乙"), row("c", "3", "丙"));
  model.act(() => model.add("b"));
  assert.equal(new Set(numbers(model)).size, 4);
  const lettered = table(row("a", "甲-1", "甲"), row("b", "7", "乙"));
  lettered.act(() => lettered.add("a"));
  assert.deepEqual(numbers(lettered), ["甲-1", "8", "7"]);
});

test("the first row of an empty table is number 1, pasted rows go on from there", () => {
  const model = new grid.Model({ columns: COLUMNS, rows: [] });
  model.act(() => {
    const first = model.add(null, { title: "一" });
    model.add(first.key, { title: "二" });
  });
  assert.deepEqual(numbers(model), ["1", "2"]);
});

test("merging joins the duties of a body that both rows name, and the others go into the first", () => {
  const model = table(
    row("a", "1", "甲", { lead: "市林业局：1.查处。" }), row("b", "2", "乙", { lead: "市林业局：1.复绿。", process_note: "注" }));
  model.act(() => model.merge(["a", "b"]));
  const [first, second] = model.rows;
  assert.equal(model.text(first, "title"), "甲、乙");
  assert.equal(model.text(first, "lead"), "市林业局：1.查处。\n2.复绿。");
  assert.equal(model.text(first, "process_note"), "注");
  assert.equal(model.text(first, "seq_no"), "1");
  assert.equal(second.mergedInto, "a");
});

test("only what changed is sent, each cell with what it was", () => {
  const model = table();
  model.act(() => model.setCell("b", "title", "乙二"));
  model.act(() => model.move(["c"], -1, ["a", "b", "c"]));
  model.act(() => model.remove(["a"]));
  const expected = [
    { key: "a", removed: true, version: 1 },
    { key: "c", after: null },
    { key: "b", cells: { title: { was: "乙", becomes: "乙二" } } },
  ];
  assert.deepEqual(model.edits(), expected);
});

test("a cell that is put back is no change", () => {
  const model = table();
  model.act(() => model.setCell("a", "title", "别的"));
  model.act(() => model.setCell("a", "title", "甲"));
  assert.deepEqual(model.edits(), []);
});

test("the answer to a save that moved nothing leaves the order as it is", () => {
  const model = table();
  model.act(() => model.setCell("b", "title", "乙二"));
  assert.ok(model.saved({ rows: [{ ...row("b", "2", "乙二"), version: 2 }], removed: [], order: null }));
  assert.deepEqual(titles(model), ["甲", "乙二", "丙"]);
  assert.equal(model.changed().length, 0);
});

test("what colleagues saved comes under what is not saved, and a conflict names the one who changed the cell", () => {
  const model = table();
  model.act(() => {
    model.setCell("b", "title", "我的");
    model.setCell("a", "process_note", "我的注");
  });
  const saved = (by, ...columns) => ({ by, at: "2026-03-02T10:00:00+08:00", reason: "统一", columns });
  model.refresh({
    rows: [{ ...row("b", "2", "她的", { process_note: "注" }), version: 3 }, row("d", "4", "丁")],
    changes: { b: [saved("温同修", "process_note"), saved("贺共事", "title")], d: [saved("温同修", "title")] },
    order: ["a", "b", "c", "d"],
  });
  assert.deepEqual(titles(model), ["甲", "我的", "丙", "丁"]);
  const [conflict] = model.conflicts();
  assert.deepEqual(conflict, { kind: "cell", key: "b", column: "title" });
  assert.equal(model.colleague(conflict).by, "贺共事");
  model.resolve(conflict, true);
  assert.equal(model.conflicts().length, 0);
  assert.deepEqual(model.edits().map(({ key, cells }) => [key, Object.keys(cells)]), [["a", ["process_note"]], ["b", ["title"]]]);
});

test("a row that a colleague took out is told, and can be added again with what was typed", () => {
  const model = table();
  model.act(() => model.setCell("b", "title", "我的"));
  const taken = [{ by: "温同修", at: "2026-03-02T10:00:00+08:00", reason: "重复", columns: [] }];
  model.refresh({ rows: [], changes: { b: taken }, order: ["a", "c"] });
  const [conflict] = model.conflicts();
  assert.equal(conflict.kind, "gone");
  assert.equal(model.colleague(conflict).by, "温同修");
  model.resolve(conflict, true);
  const added = model.rows.find(({ isNew }) => isNew);
  assert.equal(model.text(added, "title"), "我的");
});

test("of rows that were never looked at the head is known, and a refresh leaves it so", () => {
  const model = table({ key: "a", version: 1, cells: { seq_no: "1", heading: "资源", title: "甲" }, short: true }, row("b", "2", "乙"));
  assert.ok(!model.knows("a"));
  assert.ok(model.knows("b"));
  model.refresh({ rows: [], changes: {}, order: ["b", "a"] });
  assert.ok(!model.knows("a"));
  model.know([row("a", "1", "甲", { lead: "市公安局：1.查处。" }), row("x", "9", "不相干")]);
  assert.ok(model.knows("a"));
  assert.deepEqual(titles(model), ["乙", "甲"]);
});
