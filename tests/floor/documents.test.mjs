// The tables of browsers in the README and in docs/browsers.md are made of what package.json promises, of MDN's data, and of what
// the tests have told.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { oldest, tested, without } from "./lib/tables.mjs";

const PLACES = { oldest, without, tested };
const DOCUMENTS = { "README.md": ["oldest", "tested"], "pkg/README.md": ["oldest"], "docs/browsers.md": ["oldest", "without", "tested"] };

for (const [document, names] of Object.entries(DOCUMENTS)) {
  const file = new URL(`../../${document}`, import.meta.url);
  for (const name of names) {
    test(`${document} has the table "${name}" as it is made`, () => {
      const block = new RegExp(`(<!-- ${name}: made by \`UPDATE_DOCS=1 cargo xtask test floor\` -->\\n\\n)((?:\\|.*\\n)*)`);
      const made = PLACES[name]();
      const text = readFileSync(file, "utf8");
      assert.ok(block.test(text), "the document has no mark for it");
      if (process.env.UPDATE_DOCS) writeFileSync(file, text.replace(block, (_, mark) => mark + made));
      assert.equal(block.exec(readFileSync(file, "utf8"))[2], made, "run it with UPDATE_DOCS=1");
    });
  }
}
