// The table of tool chains on the npm page says what the tests of these projects ran, in just those versions.
import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository, textOf } from "./lib/documents.mjs";

const PAGE = "pkg/README.md";

/** What is in the table: the tool, the package that has its version and the projects that use it, what is run. */
const ROWS = [
  ['no bundler, `<script type="module">`', "", ["plain", "tabs"], "Chromium"],
  ["Vite", "vite", ["vite", "vite-previous"], "build and dev server, in Chromium"],
  ["webpack", "webpack", ["webpack"], "production and development, in Chromium"],
  ["Rollup with `@rollup/plugin-node-resolve`", "rollup", ["rollup"], "in Chromium"],
  ["esbuild", "esbuild", ["esbuild"], "in Chromium"],
  ["Parcel", "parcel", ["parcel"], "build and dev server, in Chromium"],
  ["React with Vite", "react", ["react", "react-18"], "the provider and its hooks in Chromium and Strict Mode; `react-dom/server`, hydrated"],
  ["Next, App Router", "next", ["next"], "dev server, and builds with Turbopack and webpack: a client component in Chromium, the hooks, import in a server component"],
  ["Vue", "vue", ["documents"], "`useSession` of the guide, in Node"],
  ["Svelte", "svelte", ["documents"], "the store of the guide, in Node"],
  ["TypeScript", "typescript", ["types"], "the types, as `bundler` and `nodenext`"],
  ["Vitest", "vitest", ["vitest"], "the fake client in jsdom; a login in Node"],
  ["Jest", "jest", ["jest"], "as CommonJS, with jsdom: the fake client; in Node: a login. As modules: the fake client"],
  ["Node", "", ["node"], "import, without a login"],
];

const readJson = (path) => JSON.parse(textOf(path));

/** What the package says it needs; the tests run in that or in a later one. */
const OLDEST_NODE = readJson("pkg/package.json").engines.node.replace(">=", "");

/** The version that `npm ci` installs, which is the one that the manifest asks for. */
function version(project, name) {
  const folder = `tests/npm/${project}`;
  const { dependencies, devDependencies } = readJson(`${folder}/package.json`);
  const locked = readJson(`${folder}/package-lock.json`).packages[`node_modules/${name}`].version;
  assert.equal({ ...dependencies, ...devDependencies }[name], locked, `${folder} asks for ${name} in just one version`);
  return locked;
}

function table() {
  const rows = ROWS.map(([tool, name, projects, run]) => {
    const versions = name ? projects.map((project) => version(project, name)) : tool === "Node" ? [OLDEST_NODE] : [];
    return `| ${tool} |${versions.map((version) => ` ${version}`).join()} | ${run} |\n`;
  });
  return `| Tool | Version | What is run |\n|---|---|---|\n${rows.join("")}`;
}

test("the table says what was run", () => {
  const written = () => /^\| Tool \|(.+\n)+/m.exec(textOf(PAGE))[0];
  if (process.env.UPDATE_DOCS) writeFileSync(join(repository, PAGE), textOf(PAGE).replace(written(), () => table()));
  assert.equal(written(), table(), "run this with UPDATE_DOCS=1");
});

test("every project is in the table", () => {
  const folder = join(repository, "tests/npm");
  const projects = readdirSync(folder).filter((name) => existsSync(join(folder, name, "package.json")));
  const told = ROWS.flatMap(([, , names]) => names);
  assert.deepEqual(projects.filter((name) => !told.includes(name)), []);
});

test("this Node is one that the package is for", () => {
  assert.ok(Number(process.versions.node.split(".")[0]) >= Number(OLDEST_NODE));
});
