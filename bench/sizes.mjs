// node sizes.mjs [--budget <reason>]: what the installed package weighs, beside its budget. With a reason, what it weighs
// is the budget from now on. `cargo xtask package` and `cargo xtask budget` call it.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compare, explain, flatten, percent, renew } from "./lib/budget.mjs";
import { sizes } from "./lib/package-sizes.mjs";
import { toText } from "./lib/table.mjs";

const FILE = new URL("budget.json", import.meta.url);
const { values: options } = parseArgs({ options: { budget: { type: "string" } } });

const weights = await sizes();
const figures = flatten(weights);
let budget = JSON.parse(readFileSync(FILE, "utf8"));
if (options.budget !== undefined) {
  budget = renew(figures, budget, options.budget);
  writeFileSync(FILE, `${JSON.stringify(budget, null, 2)}\n`);
}

const verdicts = compare(figures, budget);
const cell = (name, kind) => {
  const { bytes, change, verdict } = verdicts.find((each) => each.name === `${name}, ${kind}`);
  return verdict === "new" ? bytes.toLocaleString("en") : `${bytes.toLocaleString("en")} ${percent(change)}`;
};
const rows = Object.entries(weights).map(([name, weight]) => [name, ...Object.keys(weight).map((kind) => cell(name, kind))]);
console.log(toText({ title: "Bytes, and how far from their budget", head: ["", "raw", "gzip -9", "brotli 11"], rows }));
for (const text of verdicts.map(explain).filter(Boolean)) console.log(`  ${text}`);
