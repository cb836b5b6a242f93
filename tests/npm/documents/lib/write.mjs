/** Samples as files: in `.samples/types/<document>/`, each at the line that it has in its document. */

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { appFileOf } from "./apps.mjs";
import { samples } from "./documents.mjs";

export const folder = join(import.meta.dirname, "../.samples/types");

const COMPILED = ["js", "jsx", "ts", "tsx"];

/** Whether tsc can see it. */
export const isCompiled = (sample) => COMPILED.includes(sample.language) && !sample.words.includes("fragment") && !appFileOf(sample);

/** The doc comments of the package are one document. */
export const documentOf = (path) => (path.startsWith("pkg/src/") ? "pkg-src" : path.replace(/\.md$/, "").replaceAll("/", "-"));

/** Name of the sample's file: its own, or that of its place. */
export const fileOf = ({ path, line, language, words }) =>
  words.find((word) => word.includes(".")) ?? `${path.startsWith("pkg/src/") ? `${path.slice(8, -3)}-` : ""}${line}.${language}`;

/**
 * Writes every sample that is compiled, with the prelude of its document and a tsconfig.
 *
 * @returns {Map<string, Map<string, string>>} for each document the paths of its samples, by their file's name
 */
export function writeSamples() {
  rmSync(folder, { recursive: true, force: true });
  const documents = new Map();
  for (const sample of samples.filter(isCompiled)) {
    const document = documentOf(sample.path);
    if (!documents.has(document)) documents.set(document, begin(document));
    const file = fileOf(sample);
    if (documents.get(document).has(file)) throw new Error(`${sample.path}:${sample.line}: there is a ${file} already`);
    documents.get(document).set(file, sample.path);
    write(join(folder, document, file), "\n".repeat(sample.line - 1) + sample.text + "\n");
  }
  return documents;
}

function begin(document) {
  const prelude = join(import.meta.dirname, `../preludes/${document}.d.ts`);
  mkdirSync(join(folder, document), { recursive: true });
  copyFileSync(prelude, join(folder, document, "prelude.d.ts"));
  write(join(folder, document, "tsconfig.json"), JSON.stringify({ extends: "../../../tsconfig.json", include: ["**/*"] }));
  return new Map();
}

/** Writes a file, with its folders. */
export function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
