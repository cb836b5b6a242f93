// The files of the guides for frameworks are those of the apps that are tested: every line of a guide is one of the app, in its order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { appFileOf, guides } from "./lib/apps.mjs";
import { samples, textOf } from "./lib/documents.mjs";

/** What differs: the app has its site from the test, and tells that it is ready and the codes of errors. */
const DIFFERS = /siteUrl|role="alert"/;
const READY = / \S*data-ready\S*=("[^"]*"|\{[^}]*\})/;

const IMPORT = /^\s*import (?:type )?\{ (.*) \} from (".*");$/;

const linesOf = (text) => text.split("\n").map((line) => line.replace(READY, ""));

/** Whether a line of an app is that of a guide; an app may import more. */
function isSame(there, line) {
  const [theirs, ours] = [there, line].map((text) => IMPORT.exec(text));
  if (!theirs || !ours) return there === line;
  return theirs[2] === ours[2] && ours[1].split(", ").every((name) => theirs[1].split(", ").includes(name));
}

for (const guide of guides) {
  test(`${guide}: its files are those of the app`, () => {
    const found = samples.filter((sample) => sample.path === guide && appFileOf(sample));
    assert.ok(found.length >= 4, `${found.length} files`);
    for (const sample of found) {
      const file = appFileOf(sample);
      const app = linesOf(textOf(file));
      let from = 0;
      for (const line of linesOf(sample.text).filter((line) => line.trim() && !DIFFERS.test(line))) {
        const at = app.findIndex((there, index) => index >= from && isSame(there, line));
        assert.ok(at >= 0, `${file} does not have this line, or not there: ${line}`);
        from = at + 1;
      }
    }
  });
}

test("a file that a guide names is one of the app", () => {
  const named = samples.filter(({ path, words }) => guides.includes(path) && words.some((word) => word.includes(".")));
  assert.deepEqual(named.filter((sample) => !appFileOf(sample)).map(({ path, line }) => `${path}:${line}`), []);
});
