/** Writes the figures into the documents, between their marks. */
import { readFileSync, writeFileSync } from "node:fs";
import { toMarkdown } from "./lib/table.mjs";
import { PARTS, summary, tables, where } from "./report.mjs";

export function update(results) {
  const missing = PARTS.filter((part) => !results[part]);
  if (missing.length) throw new Error(`--update needs every part; not measured yet: ${missing.join(", ")}`);
  const { sentence, ...table } = summary(results);
  write("README.md", [toMarkdown(table), sentence].join("\n"));
  write("docs/performance.md", [where(results), ...tables(results).map((table) => toMarkdown(table, "###"))].join("\n"));
}

function write(document, figures) {
  const file = new URL(`../${document}`, import.meta.url);
  writeFileSync(file, replaceBlock(readFileSync(file, "utf8"), figures));
}

const BLOCK = /(<!-- figures: made by `cargo xtask bench --update` -->\n)[^]*?(<!-- \/figures -->)/;

/** @param {string} document @param {string} figures @returns {string} */
export function replaceBlock(document, figures) {
  if (!BLOCK.test(document)) throw new Error("the document has no marks for the figures");
  return document.replace(BLOCK, (_, start, end) => `${start}\n${figures.trim()}\n\n${end}`);
}
