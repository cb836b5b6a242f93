/** The documents of the repository, and the code samples in them. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const repository = join(import.meta.dirname, "../../../..");

const MARKDOWN = [".", "pkg", "docs", "tests/server", "tests/npm", "www/yew"];

/** Every markdown file that people read, relative to the repository. */
export const markdown = MARKDOWN.flatMap((folder) => namesIn(folder).filter((name) => name.endsWith(".md")).map((name) => join(folder, name)));

/** The package's sources, whose doc comments have examples. */
const sources = namesIn("pkg/src", true).filter((name) => name.endsWith(".ts")).map((name) => join("pkg/src", name));

export const textOf = (path) => readFileSync(join(repository, path), "utf8");

/**
 * @typedef {object} Sample
 * @property {string} path of the document
 * @property {number} line of its first line of code
 * @property {string} language
 * @property {string[]} words of the fence, behind the language: a file name, or `fragment`
 * @property {string} heading that it stands under
 * @property {string} text
 */

/** @type {Sample[]} Every fence of the READMEs and guides, and every `@example` of the package's doc comments. */
export const samples = [...markdown.filter((path) => !path.startsWith("tests/")).flatMap(fences), ...sources.flatMap(examples)];

/** The sample with that file name, or the first in that language under that heading, with that text in it. */
export function sampleOf(path, { name, heading, language = "js", containing = "" }) {
  const found = samples.find(
    (sample) =>
      sample.path === path &&
      (name ? sample.words.includes(name) : sample.heading === heading && sample.language === language) &&
      sample.text.includes(containing),
  );
  if (!found) throw new Error(`${path} has no such sample: ${name ?? heading}`);
  return found;
}

const SITES = ["https://acme.my.site.com/portal", "http://127.0.0.1:8787/portal"];
/** A client id that the reader puts in, and that of the model's demo site. */
const CLIENT = /3MVG9(?:…|demo\b)/g;

/** The text of a sample, with the site and the app of a test for those that it names. */
export function withSite(text, { config }) {
  for (const site of SITES) text = text.replaceAll(site, config.siteUrl).replaceAll(new URL(site).origin, new URL(config.siteUrl).origin);
  return text.replaceAll(CLIENT, config.clientId);
}

/** @returns {Sample[]} */
function fences(path) {
  const found = [];
  let heading = "";
  let open;
  textOf(path).split("\n").forEach((text, index) => {
    const fence = /^```(.*)$/.exec(text);
    if (open && fence) {
      found.push({ ...open, text: open.lines.join("\n") });
      open = undefined;
    } else if (open) {
      open.lines.push(text);
    } else if (fence) {
      const [language, ...words] = fence[1].split(/[\s,]+/);
      open = { path, line: index + 2, language, words, heading, lines: [] };
    } else {
      heading = /^#+ (.*)$/.exec(text)?.[1] ?? heading;
    }
  });
  return found;
}

/** @returns {Sample[]} */
function examples(path) {
  const found = [];
  let open;
  textOf(path).split("\n").forEach((text, index) => {
    const comment = /^\s*\* ?(.*)$/.exec(text)?.[1];
    if (comment === undefined || comment === "/" || comment.startsWith("@")) {
      if (open) found.push({ ...open, text: open.lines.join("\n") });
      open = comment?.trim() === "@example" ? { path, line: index + 2, language: "tsx", words: [], heading: "", lines: [] } : undefined;
    } else {
      open?.lines.push(comment);
    }
  });
  return found;
}

function namesIn(folder, recursive = false) {
  try {
    return readdirSync(join(repository, folder), { recursive }).sort();
  } catch {
    return [];
  }
}
