// The apps and tests of docs/testing.md, each by its own program. RECIPES names their folder, with the tarballs installed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, test } from "node:test";
import { launch, newPage } from "../../storefront/lib/browser.mjs";
import { serveFiles } from "./lib/files.mjs";

const folder = process.env.RECIPES;

/** A program of the project, as one typed it. */
function run([program, ...args], env = {}) {
  const { FORCE_COLOR, NODE_TEST_CONTEXT, ...ours } = process.env; // this runner's own affairs
  const options = { cwd: folder, encoding: "utf8", env: { ...ours, ...env } };
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${program}`, args, options);
  assert.equal(status, 0, `${stdout}\n${stderr}`);
}

test("Vitest: fake client, model site, MSW, Playwright", () => run(["vitest", "run", "--exclude=jest"]));

test("Jest: a model site in Node", () => run(["jest", "--roots=jest"], { NODE_OPTIONS: "--experimental-vm-modules" }));

const STORIES = { "signed-in": "Signed in: 005", "flow-switched-off": "Not now: flow_not_enabled" };

test("Storybook: each story has a model site of its own", async () => {
  run(["storybook", "build", "--quiet", "--output-dir", "dist"], { STORYBOOK_DISABLE_TELEMETRY: "1" });
  const [files, browser] = [await serveFiles(`${folder}/dist`, "/"), await launch()];
  after(async () => {
    await browser.close();
    files.stop();
  });
  for (const [story, text] of Object.entries(STORIES)) {
    const page = await newPage(browser);
    await page.goto(`${files.url}iframe.html?id=login-form--${story}`);
    await page.locator("output").filter({ hasText: text }).waitFor();
    assert.deepEqual(page.said.filter((line) => line.startsWith("uncaught")), []);
  }
  assert.deepEqual(files.asked.filter((line) => line.includes("/services/")), []);
});
