/* The grid's scripts as the browser has them, without a page. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

/** The grid of these scripts, each of static/grid without its ending. */
export function load(...names) {
  const window = {};
  for (const name of names) {
    const filename = fileURLToPath(new URL(`../../static/grid/${name}.js`, import.meta.url));
    vm.compileFunction(readFileSync(filename, "utf8"), ["window"], { filename })(window);
  }
  return window.portalGrid;
}
