/* Does the clipboard come through whole, and is what differs between two texts marked as a reader sees it. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./load.mjs";

const grid = load("text");
const differences = (before, after) => grid.differences(before, after);

test("what a spreadsheet copies is read as rows of cells", () => {
  const read = (text) => grid.parseTable(text);
  assert.deepEqual(read("甲\t乙\r\n丙\t\r\n"), [["甲", "乙"], ["丙", ""]]);
  assert.deepEqual(read('"第一行\n第二行"\t"说""好"""\n尾'), [["第一行\n第二行", '说"好"'], ["尾"]]);
  assert.deepEqual(read('"引号"开头\t乙'), [['"引号"开头', "乙"]], "a quote inside a text is a quote");
});

test("what is copied is read back as it was", () => {
  const rows = [["一", "二\n三"], ['"四"', "五\t六"], ["", "七"]];
  assert.deepEqual(grid.parseTable(grid.formatTable(rows)), rows);
});

test("blanks at the edges of lines make no difference", () => {
  assert.ok(grid.same("一\r\n二", " 一 \n二 "));
  assert.ok(!grid.same("一二", "一 二"));
});

test("the pieces of both texts join to the texts", () => {
  for (const [one, other] of [["", "甲"], ["甲乙丙", "甲丙"], ["自2.5公里起", "自3公里起"], ["abc def", "abd def"], ["同", "同"]]) {
    const [before, after] = differences(one, other);
    assert.equal(before.map(([text]) => text).join(""), one);
    assert.equal(after.map(([text]) => text).join(""), other);
  }
});

test("numbers and words are changed whole", () => {
  assert.deepEqual(differences("自12.5公里起", "自12.8公里起")[1], [["自", false], ["12.8", true], ["公里起", false]]);
});

test("a character left alone between two changes is part of them", () => {
  assert.deepEqual(differences("甲的乙方案", "丙的丁方案")[1], [["丙的丁", true], ["方案", false]]);
});

test("texts with little in common are two texts, not one changed", () => {
  assert.deepEqual(differences("市林草局：1.查处。", "市自然资源局：1.建立数据库，发至乡镇和村；2.统一制作标志牌。")[0], [["市林草局：1.查处。", true]]);
  assert.deepEqual(differences("", "甲"), [[], [["甲", true]]]);
});

test("texts too long to compare are shown as changed in the middle, at once", () => {
  const [long, other] = ["甲乙".repeat(3000), "丙丁".repeat(3000)];
  const same = "同".repeat(6000);
  assert.deepEqual(differences(`${same}${long}尾`, `${same}${other}尾`)[0], [[same, false], [long, true], ["尾", false]]);
});
