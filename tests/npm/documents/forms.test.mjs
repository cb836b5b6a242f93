// What a form must not do: put a password into an address, and lead to another site.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { openContext } from "../lib/browser.mjs";
import { repository, sampleOf, samples, textOf } from "./lib/documents.mjs";
import { origin, put } from "./lib/run.mjs";

test("a form with a named password is posted: before its script runs the browser would put it into the address", () => {
  const files = execFileSync("git", ["ls-files", "tests/npm", "tests/frameworks", "www"], { cwd: repository, encoding: "utf8" }).split("\n");
  const texts = files.filter((file) => /\.(html|jsx|tsx|js|vue|svelte|astro|rs)$/.test(file)).map((file) => [file, textOf(file)]);
  for (const { path, line, text } of samples) texts.push([`${path}:${line}`, text]);
  const forms = texts.flatMap(([place, text]) => (text.match(/<form\b[^]*?<\/form>|\bform \{ [^]*?button/g) ?? []).map((form) => ({ place, form })));
  const named = forms.filter(({ form }) => /name(=|: )"(password|newPassword)"/.test(form));
  assert.ok(named.length > 8, `${named.length} forms`);
  const first = (form) => form.slice(0, form.search(/\n/));
  assert.deepEqual(named.filter(({ form }) => !/method(=|: )"post"/.test(first(form))).map(({ place }) => place), []);
});

test("the sample's returnTo never leads to another site", async () => {
  const { text } = sampleOf("docs/javascript.md", { name: "return-to.js" });
  await put("return-to/index.html", "<!doctype html><title>A login</title>");
  await put("return-to/return-to.js", text);
  await put("cart", "<!doctype html>");
  const context = await openContext();
  for (const [returnTo, expected] of [
    ["/cart?of=1#2", "/cart?of=1#2"],
    ["//evil.example/", "/"],
    ["/\\evil.example/", "/"],
    ["/\t/evil.example/", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
  ]) {
    const page = await context.newPage(); // a new one each: the last one is still going where it was led
    await page.goto(`${origin}/return-to/?returnTo=${encodeURIComponent(returnTo)}`);
    const [gone] = await Promise.all([
      page.waitForRequest((request) => request.isNavigationRequest()),
      page.evaluate(() => import("/return-to/return-to.js").then(({ goBack }) => goBack())).catch(() => {}), // the page goes away
    ]);
    assert.equal(gone.url(), new URL(expected, origin).href.replace(/#.*/, ""), returnTo);
  }
});
