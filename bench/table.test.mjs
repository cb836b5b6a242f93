import assert from "node:assert/strict";
import { test } from "node:test";
import { toMarkdown, toText } from "./lib/table.mjs";
import { replaceBlock } from "./update.mjs";

const table = { title: "Bytes", head: ["entry", "raw", "codes"], rows: [["a", "1,000", "yes"], ["long", "9", "no"]], notes: ["n"] };

test("in a terminal names stand left and numbers right", () => {
  assert.equal(toText(table), "Bytes\n\n  entry    raw  codes\n  a      1,000  yes\n  long       9  no\n\n  n\n");
});

test("in a document too, by the rule of the table", () => {
  assert.equal(
    toMarkdown(table, "##"),
    "## Bytes\n\n| entry | raw | codes |\n|---|---:|---|\n| a | 1,000 | yes |\n| long | 9 | no |\n\n- n\n",
  );
});

test("figures go between their marks, as often as one likes", () => {
  const marks = ["<!-- figures: made by `cargo xtask bench --update` -->\n", "<!-- /figures -->"];
  const once = replaceBlock(`before\n${marks.join("")}\nafter`, "| 1 $& |\n");
  assert.equal(once, `before\n${marks[0]}\n| 1 $& |\n\n${marks[1]}\nafter`);
  assert.equal(replaceBlock(once, "| 2 |").includes("| 1"), false);
  assert.throws(() => replaceBlock("no marks", "| 1 |"), /no marks/);
});
