// Every sample in JavaScript or TypeScript, compiled against the packed tarball. What fails is named by its place in the
// document.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { appFileOf } from "./lib/apps.mjs";
import { samples, textOf } from "./lib/documents.mjs";
import { folder, isCompiled, writeSamples } from "./lib/write.mjs";

/** Seen by nobody but people: each is either compiled elsewhere, or says itself that it is a fragment. */
const ELSEWHERE = ["rust", "sh", "html"];

const root = import.meta.dirname;

for (const [document, files] of writeSamples()) {
  test(`the samples of ${document} compile`, () => {
    const { stdout, status } = spawnSync("node_modules/.bin/tsc", ["--pretty", "false", "--project", `${folder}/${document}`], {
      cwd: root,
      encoding: "utf8",
    });
    const told = stdout.replace(/^\.samples\/types\/[^/]+\/(\S+?)\((\d+),\d+\)/gm, (place, file, line) => (files.has(file) ? `${files.get(file)}:${line}` : place));
    assert.equal(status, 0, `\n${told}`);
  });
}

/** A doc comment, and the name of the method or exported function below it. */
const CALL = /\/\*\*((?:(?!\*\/).)*)\*\/\n *(?:export (?:async )?function )?(\w+)\([^\n]*[;{]\n/gs;

const ENTRIES = ["eager", "lazy", "vue", "svelte", "angular", "slim", "compat", "react/hooks", "react/provider", "testing/client", "testing/error", "testing/types", "types/client"];

test("every call of the package has an example", () => {
  const calls = ENTRIES.flatMap((entry) => [...textOf(`pkg/src/${entry}.ts`).matchAll(CALL)].map(([, comment, name]) => ({ entry, comment, name })));
  assert.ok(calls.length > 25, `${calls.length} calls`);
  const silent = calls.filter(({ comment }) => !comment.includes("@example"));
  assert.deepEqual(silent.map(({ entry, name }) => `${entry}: ${name}`), []);
});

test("samples in Rust are the crate's doctests, or with a name the apps that `cargo xtask test downstream` compiles", () => {
  const crate = textOf("src/lib.rs");
  const unseen = samples.filter(({ language }) => language === "rust").filter(({ path, words, text }) => {
    const app = words.find((word) => word.endsWith(".rs"));
    return app ? textOf(`tests/frameworks/${app}`).trim() !== text.trim() : !crate.includes(`include_str!("../${path}")`);
  });
  assert.deepEqual(unseen.map(({ path, line }) => `${path}:${line}`), []);
});

test("a sample that nobody compiles says that it is a fragment", () => {
  const unseen = samples.filter((sample) => !isCompiled(sample) && !ELSEWHERE.includes(sample.language) && !appFileOf(sample));
  const silent = unseen.filter(({ words }) => !words.includes("fragment"));
  assert.deepEqual(silent.map(({ path, line, language }) => `${path}:${line} ${language}`), []);
  assert.ok(unseen.length * 10 < samples.length, `${unseen.length} fragments among ${samples.length} samples`);
});
