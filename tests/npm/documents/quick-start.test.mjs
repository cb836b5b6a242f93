// The README's first screen, as a newcomer follows it: two files, one package, Vite.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { createServer } from "vite";
import { openContext } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { sampleOf, withSite } from "./lib/documents.mjs";
import { write } from "./lib/write.mjs";

test("the README's quick start logs in", async () => {
  const root = join(import.meta.dirname, ".samples/quick-start");
  const file = (name) => sampleOf("README.md", { name });
  write(join(root, "index.html"), file("index.html").text);
  write(join(root, "main.js"), "");
  const server = await createServer({ root, logLevel: "error", server: { host: "127.0.0.1", port: 0 }, optimizeDeps: { force: true } });
  await server.listen();
  after(() => server.close());
  const address = server.resolvedUrls.local[0];
  const site = await makeSite(address.slice(0, -1));
  write(join(root, "main.js"), withSite(file("main.js").text, site));

  const page = await (await openContext()).newPage();
  await page.goto(address, { waitUntil: "networkidle" });
  const logIn = async (password) => {
    await page.getByPlaceholder("Username").fill(site.user.username);
    await page.getByPlaceholder("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  };
  await logIn("wrong");
  await page.getByText("invalid_credentials: ").waitFor();
  await logIn(site.user.password);
  await page.getByText(`Signed in: ${site.user.id}`).waitFor();
  assert.equal(new URL(page.url()).search, "", "nothing of it in the address");

  const early = await (await openContext()).newPage();
  await early.route("**/main.js*", (route) => route.abort()); // as if it had not come yet
  await early.goto(address);
  const sent = [];
  early.on("request", (request) => sent.push(request.url()));
  await early.getByPlaceholder("Password").fill("the-password");
  await Promise.all([early.waitForEvent("framenavigated"), early.getByRole("button", { name: "Log in" }).click()]);
  assert.ok(sent.length > 0);
  assert.deepEqual([...sent, early.url()].filter((url) => url.includes("the-password")), [], "nor before the script runs");
});
