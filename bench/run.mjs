// node run.mjs [--quick] [--update] part…: measures, prints tables, and writes target/bench.json and bench.md.
// `cargo xtask bench` prepares what it needs and calls it, with CHROME and MODEL_SITE set.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { circumstances } from "./lib/circumstances.mjs";
import { toMarkdown, toText } from "./lib/table.mjs";
import { where, tables } from "./report.mjs";
import { update } from "./update.mjs";

const JSON_FILE = new URL("../target/bench.json", import.meta.url);
const MARKDOWN_FILE = new URL("../target/bench.md", import.meta.url);

const { values: options, positionals: parts } = parseArgs({
  options: { quick: { type: "boolean" }, update: { type: "boolean" } },
  allowPositionals: true,
});

/** Parts that are not measured are those of the last time. */
const results = lastResults();
const measured = { quick: Boolean(options.quick), where: circumstances() };
for (const part of parts) {
  process.stderr.write(`  → measuring ${part}\n`);
  const module = await import(`./parts/${part}.mjs`);
  results[part] = { ...(await module[part]({ quick: options.quick })), ...measured };
}

writeFileSync(JSON_FILE, `${JSON.stringify(results, null, 2)}\n`);
const all = tables(results);
writeFileSync(MARKDOWN_FILE, [where(results), ...all.map((table) => toMarkdown(table, "##"))].join("\n"));
console.log([`\n${where(results)}`, ...all.map(toText)].join("\n"));
if (options.update) update(results);

function lastResults() {
  try {
    return JSON.parse(readFileSync(JSON_FILE, "utf8"));
  } catch {
    return {};
  }
}
