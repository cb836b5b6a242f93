// The security page rests on tests: each one that it names exists, and each thing asked for has one or says why not.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository, textOf } from "./lib/documents.mjs";

const PAGE = "docs/security.md";
const page = textOf(PAGE);

/** Each test that is named: behind the link to its file. */
const named = [...page.matchAll(/\]\(\.\.\/([^)#]+\.(?:rs|mjs))\)((?:,?\s+`[^`]+`)+)/g)].flatMap(([, file, titles]) =>
  [...titles.matchAll(/`([^`]+)`/g)].map(([, title]) => ({ file, title })),
);

/** The titles of the tests in a file, as they are written there. */
function titlesIn(file) {
  const text = textOf(file);
  if (file.endsWith(".mjs")) return [...text.matchAll(/\btest\(\s*(["`])(.*?)\1,/g)].map(([, , title]) => title);
  return [...text.matchAll(/#\[(?:wasm_bindgen_)?test\]\s+(?:async )?fn (\w+)\(/g)].map(([, name]) => name);
}

test("every test that the page names exists", () => {
  const isThere = ({ file, title }) =>
    existsSync(join(repository, file)) && titlesIn(file).some((there) => (file.endsWith(".rs") ? there === title : there.endsWith(title)));
  assert.ok(named.length > 30);
  assert.deepEqual(named.filter((name) => !isThere(name)), []);
});

test("every link to a test says which one", () => {
  const links = [...page.matchAll(/\]\(\.\.\/([^)#]+\.(?:rs|mjs))\)/g)].map(([, file]) => file);
  assert.deepEqual(links.filter((file) => !named.some((name) => name.file === file)), []);
});

test("every row of what is asked for has a test, or a dash", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const proven = rows.map((row) => row.split("|").slice(1, -1).at(-1).trim()).filter((cell) => cell.startsWith("[`") || cell === "–");
  const asked = page.split("## OAuth 2.0").slice(1).join("").split("\n").filter((line) => /^\| (?!Section|Asked)/.test(line));
  assert.equal(proven.length, asked.length);
});
