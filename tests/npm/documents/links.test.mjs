// Every relative link of the documents leads somewhere, and every guide is in the index.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { markdown, repository, textOf } from "./lib/documents.mjs";

/** Without what stands in code. */
const prose = (path) => textOf(path).replace(/^```.*?^```/gms, "");

const anchors = new Map();

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path) {
  if (!anchors.has(path)) {
    const taken = new Map();
    const made = [...prose(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
      const slug = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(" ", "-");
      const times = taken.get(slug) ?? 0;
      taken.set(slug, times + 1);
      return times ? `${slug}-${times}` : slug;
    });
    anchors.set(path, made);
  }
  return anchors.get(path);
}

/** What is read outside of the repository leads into it by whole addresses. */
const REPOSITORY = "https://github.com/OWNER/headless-identity/blob/main/";

/** The links into the repository: in a line, and as definitions at the end. */
const linksOf = (path) =>
  [...prose(path).replace(/`[^`]*`\]/g, "]").matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm)]
    .map(([, inLine, atEnd]) => (inLine ?? atEnd).replace(REPOSITORY, `${relative(dirname(path), ".") || "."}/`))
    .filter((target) => !/^[a-z]+:/.test(target));

for (const path of markdown) {
  test(`${path}: its links lead somewhere`, () => {
    const broken = linksOf(path).filter((target) => {
      const [file, anchor] = target.split("#");
      const aim = file ? join(dirname(path), file) : path;
      return !existsSync(join(repository, aim)) || (anchor && !anchorsOf(aim).includes(anchor));
    });
    assert.deepEqual(broken, []);
  });
}

test("every guide is in the index", () => {
  const guides = markdown.filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
  const listed = linksOf("docs/README.md").map((target) => join("docs", target));
  assert.deepEqual(guides.filter((path) => !listed.includes(path)), []);
});
