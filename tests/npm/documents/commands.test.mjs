// The project's commands that documents and scripts tell people to use.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { markdown, repository, samples, textOf } from "./lib/documents.mjs";

const help = execFileSync("cargo", ["xtask", "help"], { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const commands = [...help.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
const parts = help.split("in order:").at(-1).trim().split(/\s+/);

test("every `cargo xtask …` in a document exists", () => {
  const said = [...markdown, ".ci/run", ".github/workflows/release.yml"].flatMap((path) =>
    [...textOf(path).matchAll(/cargo xtask ([a-z][a-z -]*)/g)].map(([, words]) => ({ path, words: words.trim().split(" ") })),
  );
  const wrong = said.filter(({ path, words: [command, first] }) => {
    const flag = first?.startsWith("--") && !help.includes(first);
    const part = command === "test" && path !== ".ci/run" && first && !first.startsWith("-") && !parts.includes(first);
    return !commands.includes(command) || flag || part;
  });
  assert.ok(said.length > 10);
  assert.deepEqual(wrong.map(({ path, words }) => `${path}: cargo xtask ${words.join(" ")}`), []);
});

test("every other command of a sample is one of a few known ones", () => {
  const lines = samples.filter(({ language }) => language === "sh").flatMap(({ path, text }) => text.split("\n").map((line) => ({ path, line })));
  const known = /^(cargo (xtask|run -p model-site|new|add|install trunk)\b|rustup target add |cd \w+$|trunk serve$|npm install |npx vite --strictPort$|npx headless-identity-model-site )/;
  const wrong = lines.filter(({ line }) => line && !known.test(line));
  assert.deepEqual(wrong, []);
});
