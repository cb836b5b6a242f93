// The journeys of the guides, as they stand there, in a page against a site.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleOf } from "./lib/documents.mjs";
import { origin, put, sdkModule, start } from "./lib/run.mjs";

const guide = (heading) => sampleOf("docs/javascript.md", { heading });

const DISCOVERY = { site: { HeadlessDiscoveryHandlerId: "01p000000000001AAA", IsUserDisambiguationAllowedUsernamePwd: true } };

test("a client sends nothing", async () => {
  const { site, run } = await start();
  assert.equal(await run(guide("A client")), "done");
  assert.deepEqual(await site.requests(), []);
});

test("a login, and a wrong password", async () => {
  const { site, page, run, shown } = await start();
  assert.equal(await run(guide("Log in")), "done");
  await page.evaluate(() => void (globalThis.password = "wrong"));
  assert.equal(await run(guide("Log in")), "done");
  assert.deepEqual(await shown(), [`Signed in: ${site.user.id}`, "Wrong username or password."]);
});

test("a login by a hint", async () => {
  const { site, page, run, shown } = await start(DISCOVERY);
  await page.evaluate(() => void (globalThis.email = username));
  assert.equal(await run(guide("By something other than the username")), "done");
  assert.deepEqual(await shown(), [`Signed in: ${site.user.id}`]);
});

test("a guest's id goes along", async () => {
  const { run, shown } = await start();
  assert.equal(await run(guide("Guests")), "done");
  const [asGuest, asUser] = await shown();
  assert.match(asGuest, /^[0-9a-f-]{36}$/);
  assert.equal(asUser, asGuest);
});

test("a registration", async () => {
  const { page, run, shown } = await start();
  assert.equal(await run(guide("Registration")), "done");
  const { userId } = await page.evaluate(() => client.session());
  assert.deepEqual(await shown(), [`Welcome: ${userId}`]);
  assert.equal((await page.evaluate(() => client.userInfo())).email, "mary@example.org");
});

test("a passwordless login", async () => {
  const { site, run, shown } = await start();
  assert.equal(await run(guide("Passwordless login")), "done");
  assert.deepEqual(await shown(), [`Signed in: ${site.user.id}`]);
});

test("a password reset", async () => {
  const { site, run, shown } = await start();
  assert.equal(await run(guide("Password reset")), "done");
  assert.deepEqual(await shown(), [`Signed in: ${site.user.id}`]);
});

test("a social sign-on, out and back", async () => {
  const callback = `${origin}/signed-on/index.html`;
  const { site, page, run } = await start({ site: { ssoProviders: ["Google"] }, app: { callbackUrls: [callback] } });
  await put("signed-on/index.html", `<script type="module" src="${sdkModule}"></script>`);
  await put("cart/index.html", "<title>The cart</title>");
  const [out, back] = ["socialSignOnUrl", "completeSocialSignOn"].map((call) =>
    sampleOf("docs/javascript.md", { heading: "Social sign-on", containing: call }),
  );
  await run(out, (text) => text.replace("https://shop.example/signed-on", callback).replace("/cart", "/cart/")).catch(() => "the page was left");
  await page.getByRole("link", { name: "Continue as" }).click();
  await page.waitForFunction(() => globalThis.sdk);
  await page.evaluate((config) => sdk.createClient(config).then((client) => void (globalThis.client = client)), site.config);
  await run(back).catch(() => "the page was left");
  await page.waitForURL(`${origin}/cart/`);
  assert.equal((await site.oauthSessions())[0].userId, site.user.id);
});

test("who is signed in, from the first look to each change", async () => {
  const { page, run, shown } = await start();
  assert.equal(await run(guide("Who is signed in")), "done");
  await page.evaluate(() => client.login({ username, password }).then(() => client.logout()));
  assert.deepEqual(await shown(), [null, "user", null]);
});

test("a call to an API, and a sign-out", async () => {
  const { site, page, run, shown } = await start();
  await page.evaluate(() => client.login({ username, password }));
  assert.equal(await run(guide("Call an API")), "done");
  assert.equal((await shown())[0].id, site.user.id);
  assert.equal(await run(guide("Sign out")), "done");
  assert.deepEqual([await page.evaluate(() => client.session()), await site.oauthSessions()], [null, []]);
});

test("a call that is cancelled", async () => {
  const { site, page, run } = await start();
  await site.faults({ path: "/authorize", method: "POST", kind: "delay", ms: 5_000 });
  const outcome = run(guide("Cancel a call"));
  await page.waitForFunction(() => cancelButton.onclick);
  await page.evaluate(() => cancelButton.click());
  assert.equal(await outcome, "aborted");
});

test("the core as a file of its own", async () => {
  const { page, run } = await start();
  const fetched = page.waitForResponse(`${origin}/assets/core.wasm`);
  assert.equal(await run(guide("The core as a separate file")), "done");
  assert.equal((await fetched).status(), 200);
});

test("a store of one's own", async () => {
  const { page, run } = await start();
  const sample = sampleOf("docs/storage-and-security.md", { heading: "A store of your own" });
  assert.equal(await run(sample, (text) => `${text}\nawait client.login({ username, password });`), "done");
  assert.match((await page.evaluate(() => [...kept.keys()])).join(), /^headless-identity:http/);
});

test("the npm page's first sample", async () => {
  const { site, page, run } = await start();
  const line = page.waitForEvent("console");
  assert.equal(await run(sampleOf("pkg/README.md", { heading: "headless-identity" })), "done");
  assert.match((await line).text(), new RegExp(`^${site.user.id} \\d+$`));
});

test("the npm page's way with errors", async () => {
  const { page, run, shown } = await start();
  await page.evaluate(() => void (globalThis.password = "wrong"));
  assert.equal(await run(sampleOf("pkg/README.md", { heading: "Errors" })), "done");
  assert.deepEqual(await shown(), ["Wrong username or password."]);
});
