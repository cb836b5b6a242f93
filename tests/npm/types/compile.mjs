// The samples, compiled by each TypeScript that the package is for. `node --test compile.mjs`; `cargo xtask test types` calls it. No
// `*.test.mjs`: those are run by `cargo xtask test npm`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

const folder = import.meta.dirname;
const readJson = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));

const NEWEST = "typescript";
const compilers = Object.keys(readJson("package.json").devDependencies)
  .filter((name) => name.startsWith("typescript"))
  .map((name) => ({ name, version: readJson(`node_modules/${name}/package.json`).version }));

/** Which samples are compiled how: a name of `tsconfig.<name>.json`, with more options where there are any. */
function configurations({ name, version }) {
  const major = Number.parseInt(version, 10);
  return [
    ["bundler"],
    ["nodenext"],
    // Gone with TypeScript 7.
    ...(major < 6 ? [["node10"]] : major === 6 ? [["node10", "--ignoreDeprecations", "6.0"]] : []),
    // What has no `DOM` depends on the library, not on the compiler; and @types/node of today cannot be read by older ones.
    ...(name === NEWEST ? [["node"], ["worker"]] : []),
  ];
}

function tsc(compiler, [configuration, ...options]) {
  const program = join(folder, "node_modules", compiler, "bin/tsc");
  const args = [program, "--pretty", "false", "--project", `tsconfig.${configuration}.json`, ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) => resolve(error ? stdout + stderr || error.message : ""));
  });
}

describe("types", { concurrency: availableParallelism() }, () => {
  for (const compiler of compilers) {
    for (const configuration of configurations(compiler)) {
      test(`TypeScript ${compiler.version}, ${configuration[0]}`, async () => assert.equal(await tsc(compiler.name, configuration), ""));
    }
  }
});
