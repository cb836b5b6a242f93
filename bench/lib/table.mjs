/**
 * One table, for a terminal and for a document.
 *
 * @typedef {{ title: string, head: string[], rows: string[][], notes?: string[] }} Table
 */

/** @param {Table} table */
export function toText({ title, head, rows, notes = [] }) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (isNumeric(rows, column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])));
  const lines = [head, ...rows].map((row) => `  ${line(row).join("  ").trimEnd()}`);
  return [title, "", ...lines, "", ...notes.map((note) => `  ${note}`), ...(notes.length ? [""] : [])].join("\n");
}

/** @param {Table} table @param {string} heading such as `##`; without it there is none */
export function toMarkdown({ title, head, rows, notes = [] }, heading) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((_, column) => (isNumeric(rows, column) ? "---:" : "---")).join("|")}|`;
  return [
    ...(heading ? [`${heading} ${title}`, ""] : []),
    ...[row(head), rule, ...rows.map(row), ""],
    ...notes.map((note) => `- ${note}`),
    ...(notes.length ? [""] : []),
  ].join("\n");
}

/** Whether a column is of numbers. The first never is: it names the row. */
const isNumeric = (rows, column) => column > 0 && rows.every((row) => /^(–|−|\d)/.test(row[column]));
