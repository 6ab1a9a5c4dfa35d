/* Does a body that two rows name stand once in the row they become, with all it does. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./load.mjs";

const grid = load("parts");
const join = (...rows) => grid.joinParts(rows);

test("the duties of a body named in both are joined and counted through", () => {
  const joined = join(
    { lead: "市林业局：1.立案查处。\n2.公布结果。" },
    { lead: "市公安局：1.侦办。\n市林业局：1.立案查处。\n2.组织复绿。" });
  assert.equal(joined.lead, "市林业局：1.立案查处。\n2.公布结果。\n3.组织复绿。\n市公安局：1.侦办。");
});

test("who leads in one row and supports in the other leads, and does both", () => {
  const joined = join(
    { lead: "市林业局：1.立案查处。", support: "乡镇：1.巡查。" },
    { lead: "乡镇：1.劝阻。", support: "市林业局：1.技术指导。\n市公安局：1.协助。" });
  assert.equal(joined.lead, "市林业局：1.立案查处。\n2.技术指导。\n乡镇：1.巡查。\n2.劝阻。".replace("1.巡查。\n2.劝阻。", "1.劝阻。\n2.巡查。"));
  assert.equal(joined.support, "市公安局：1.协助。");
});

test("bodies without a text stand first and once; a text that is given counts", () => {
  assert.equal(join({ lead: "市民政局、市公安局" }, { lead: "市公安局\n市林业局：1.查处。" }).lead, "市民政局、市公安局\n市林业局：1.查处。");
  assert.equal(join({ lead: "市公安局" }, { lead: "市公安局：1.查处。" }).lead, "市公安局：1.查处。");
});

test("lines that are no names stay with their body", () => {
  const text = "市公安局：1.查处：当场处理；\n（二）上报：按月。\n2026年起：每季一次。";
  assert.equal(join({ lead: text }, { lead: "市林业局：1.指导。" }).lead, `${text}\n市林业局：1.指导。`);
});

test("where bodies and duties have columns of their own, each body keeps its duties", () => {
  const same = join({ superior: "市林业局", superior_duties: "1.甲。" }, { superior: "市林业局", superior_duties: "1.乙。" });
  assert.deepEqual(same, { superior: "市林业局", superior_duties: "1.甲。\n2.乙。" });
  const other = join({ superior: "市林业局", superior_duties: "1.甲。" }, { superior: "市林业局、市公安局", superior_duties: "1.乙。" });
  assert.equal(other.superior, "市林业局、市公安局");
  assert.equal(other.superior_duties, "市林业局：1.甲。\n2.乙。\n市公安局：1.乙。");
});

test("nothing is said of columns that a list does not have", () => {
  assert.deepEqual(join({ title: "甲" }, { title: "乙" }), {});
});
