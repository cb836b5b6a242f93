import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { PUBLIC_HOST, launch, needs, newPage } from "../lib/browser.mjs";
import { check, checkTests, checkUrl, fill, open, press, report, run, shown, states } from "../lib/check.mjs";
import { demoSite, makeSite } from "../lib/model.mjs";
import { watchSecrets } from "../lib/secrets.mjs";
import { storefrontUrl } from "../lib/setup.mjs";

const start = checkTests();

const complaint = (page, text) => page.getByRole("alert").filter({ hasText: text }).waitFor();
const title = (page) => page.locator("#outcome-title").textContent();
const focused = (page) => page.evaluate(() => document.activeElement.id);
const ofStates = (seen, state) => Object.keys(seen).filter((id) => seen[id] === state);

test("a site that is ready passes every step, and no session is left", async () => {
  const { page, site } = await start();
  await check(page, site, { guests: true });

  const seen = await states(page);
  assert.deepEqual(Object.keys(seen), [
    "sdk", "discovery", "keys", "origin", "oauth", "preflight", "authorize", "echo", "token", "renewal", "api", "guests",
    "sign-out",
  ]);
  assert.deepEqual(ofStates(seen, "ok"), Object.keys(seen));
  assert.equal(await title(page), "Everything is set up");
  assert.equal(await focused(page), "outcome-title");
  assert.equal(await site.sessions(), 0);
  const calls = (await site.requests()).map(({ call }) => call);
  assert.equal(calls.filter((call) => call === "POST /services/oauth2/revoke").length, 2, "the user's and the guest's");
});

test("without a test user the check goes as far as a guest does, and says where it ends", async () => {
  const { page, site } = await start();
  await check(page, site, { user: null });
  const seen = await states(page);
  assert.deepEqual(ofStates(seen, "failed"), []);
  assert.deepEqual(ofStates(seen, "skipped"), ["renewal", "api"]);
  assert.match(await shown(page, "authorize"), /made-up user was refused for being made up/);
  assert.match(await shown(page, "token"), /A guest has a session/);
  assert.match(await page.locator("#outcome-lead").textContent(), /Not seen: Renewal, API\. With a test user/);
  assert.equal(await site.sessions(), 0);

  await site.change({ app: { isGuestCodeCredFlowEnabled: false } });
  await run(page);
  assert.deepEqual(ofStates(await states(page), "failed"), []);
  assert.match(await shown(page, "token"), /needs a test user, or an app that takes guests/);
  assert.match(await shown(page, "guests"), /Enable for Guest Users/);
});

test("a wrong password is the user's, and the later steps are not claimed", async () => {
  const { page, site } = await start();
  await check(page, site, { user: { ...site.user, password: "not this one" } });
  const seen = await states(page);
  assert.deepEqual(ofStates(seen, "failed"), ["authorize"]);
  assert.match(await shown(page, "authorize"), /member of this site.*invalid_credentials/s);
  assert.equal(seen.token, "skipped");
});

test("a fault that guests meet too is one fault", async () => {
  const { page, site } = await start({ settings: { app: { isConsumerSecretOptional: false } } });
  for (const user of [site.user, null]) {
    await check(page, site, { user, guests: true });
    const seen = await states(page);
    assert.deepEqual(ofStates(seen, "failed"), ["token"]);
    assert.match(await shown(page, "guests"), /an earlier step names/);
  }
});

test("a fault of the guest flow alone is the guests'", async () => {
  const { page, site } = await start();
  await site.change({ app: { isNamedUserJwtEnabled: false } });
  await check(page, site, { guests: true });
  const seen = await states(page);
  assert.deepEqual(ofStates(seen, "failed"), ["guests"]);
  assert.match(await shown(page, "guests"), /let it issue JWT-based access tokens/);
});

test("what was mended is seen by the next run", async () => {
  const { page, site } = await start({ settings: { org: { enableOauthCorsPolicy: false } } });
  await check(page, site);
  assert.equal((await states(page)).oauth, "failed");
  await site.change({ org: { enableOauthCorsPolicy: true } });
  await run(page);
  assert.equal(await title(page), "Everything is set up");
  assert.equal(await page.locator(".remedy").count(), 0, "nothing of the first run is left");
});

test("Stop ends the run at once, and what has begun is signed out", async () => {
  const { page, site } = await start();
  await site.faults({ path: "/chatter/users/me", kind: "delay", ms: 20_000 });
  await fill(page, { siteUrl: site.siteUrl, clientId: site.clientId, user: site.user });
  await press(page, "Check");
  await page.locator(".step[data-state=running] #step-api").waitFor();
  assert.equal(await site.sessions(), 1);
  await press(page, "Stop");

  await page.getByRole("heading", { name: "Stopped" }).waitFor();
  const seen = await states(page);
  assert.deepEqual([seen.token, seen.api, seen.guests, seen["sign-out"]], ["ok", "skipped", "skipped", "ok"]);
  assert.equal(await site.sessions(), 0);
  await site.faults();
  await run(page);
  assert.equal(await title(page), "Everything is set up");
});

test("a site that does not answer in time is reported, not waited for for ever", async () => {
  const { page, site } = await start();
  // The page's own limit is what ends it: the test moves the clock, not the site.
  await page.addInitScript(() => {
    const real = setTimeout;
    globalThis.setTimeout = (run, ms, ...args) => real(run, ms === 15_000 ? 300 : ms, ...args);
  });
  await open(page);
  await site.faults({ path: "/openid-configuration", kind: "delay", ms: 5_000, times: 2 });
  await check(page, site);
  assert.match(await shown(page, "discovery"), /no answer within 15 seconds/);
});

test("keys that cannot be read do not hold up the login", async () => {
  const { page, site } = await start();
  await site.faults({ path: "/id/keys", kind: "drop", times: 20 }); // Firefox asks more than nine times
  await check(page, site);
  const seen = await states(page);
  assert.deepEqual(ofStates(seen, "failed"), ["keys"]);
  assert.equal(seen.token, "ok");
});

test("a site without a discovery document is checked all the same", async () => {
  const { page, site } = await start();
  await site.faults({ path: "/openid-configuration", kind: "status", status: 404, times: 9 });
  await check(page, site);
  const seen = await states(page);
  assert.deepEqual(ofStates(seen, "failed"), []);
  assert.equal(seen.discovery, "skipped");
  assert.equal(seen.token, "ok");
});

test("tokens that the site does not revoke are named", async () => {
  const { page, site } = await start();
  await site.faults({ path: "/revoke", kind: "status", status: 503, times: 9 });
  await check(page, site);
  assert.deepEqual(ofStates(await states(page), "failed"), ["sign-out"]);
  assert.match(await shown(page, "sign-out"), /Revoke the test user's session there/);
});

test("at the site's own origin CORS is not judged", async () => {
  const { page, site } = await start();
  await open(page, checkUrl.replace("localhost", "127.0.0.1"));
  await site.change({ corsOrigins: [] });
  await check(page, site);
  const seen = await states(page);
  assert.deepEqual([seen.origin, seen.oauth, seen.preflight], ["skipped", "skipped", "skipped"]);
  assert.equal(seen.token, "ok");
  assert.doesNotMatch(await title(page), /Everything/);
  assert.match(await page.locator("#outcome-lead").textContent(), /CORS/);
});

const WRONG_INPUTS = [
  [{ siteUrl: "" }, "siteUrl", "Enter your site's address"],
  [{ siteUrl: "acme.my.site.com/portal" }, "siteUrl", "Begin it with https://"],
  [{ siteUrl: "https://" }, "siteUrl", "not an address"],
  [{ siteUrl: "http://acme.example/portal" }, "siteUrl", "must use https; http is for localhost only"],
  [{ siteUrl: "https://ada:secret@acme.example/portal" }, "siteUrl", "without user info"],
  [{ siteUrl: "https://acme.example/portal/services/oauth2/token" }, "siteUrl", "up to its prefix"],
  [{ siteUrl: "https://acme.example/portal/s/" }, "siteUrl", "up to its prefix"],
  [{ siteUrl: "https://test.salesforce.com" }, "siteUrl", "no headless endpoints"],
  [{ clientId: "" }, "clientId", "Enter the app's consumer key"],
  [{ clientId: "A1B2C3D4".repeat(8) }, "clientId", "looks like the consumer secret"],
  [{ clientId: "3MVG9 x" }, "clientId", "no spaces"],
  [{ user: { username: "ada@example.com", password: "" } }, "password", "password too"],
  [{ user: { username: "", password: "x" } }, "username", "name too"],
  [{ redirectUri: "http://app.example.com/cb" }, "redirectUri", "redirectUri must be an absolute https URL"],
];

test("what cannot work is said at its field, and nothing is sent", async () => {
  const { page } = await start();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const nobody = { username: "", password: "" };
  const good = { siteUrl: "https://acme.example/portal", clientId: "3MVG9example", user: nobody, redirectUri: "" };
  for (const [wrong, field, text] of WRONG_INPUTS) {
    await fill(page, { ...good, ...wrong });
    await press(page, "Check");
    await complaint(page, text);
    assert.equal(await focused(page), field, text);
    assert.equal(await page.locator(`#${field}`).getAttribute("aria-invalid"), "true");
    assert.match(await page.locator(`#${field}`).getAttribute("aria-describedby"), /problem/);
  }
  assert.deepEqual(asked.filter((url) => !url.startsWith(storefrontUrl)), []);
});

test("nothing typed is kept, and it goes to the site alone", needs("bodies"), async () => {
  const { page, site } = await start();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const watch = watchSecrets(page, { password: site.user.password });
  await check(page, site, { guests: true });
  for (const summary of await page.locator(".walk summary").all()) await summary.click();

  const own = new URL(site.siteUrl).origin;
  const sdk = new URL("pkg/", storefrontUrl).href;
  assert.deepEqual(asked.filter((url) => !url.startsWith(`${own}/`) && !url.startsWith(sdk)), []);
  assert.deepEqual([...new Set(watch.secrets.values())].sort(), [
    "access_token", "authorization code", "code verifier", "id_token", "password", "refresh_token",
  ]);
  // The fields keep what was typed, for the next run.
  assert.deepEqual(await watch.leaks(), ["password in fields"]);

  const { entries, ...places } = await page.evaluate(async () => ({
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    cookies: document.cookie,
    address: location.href,
    history: JSON.stringify([history.length, history.state]),
    databases: JSON.stringify(await indexedDB.databases()),
    entries: performance.getEntries().map(({ name }) => name),
  }));
  const { siteUrl, clientId, user } = site;
  const typed = [siteUrl, clientId, user.username, user.password].flatMap((text) => [text, encodeURIComponent(text)]);
  for (const [place, text] of Object.entries(places)) {
    for (const value of typed) assert.ok(!text.includes(value), `${value} in ${place}`);
  }
  for (const name of entries.filter((name) => name.includes(new URL(site.siteUrl).pathname))) {
    assert.ok(name.startsWith(`${own}/`), name);
    assert.equal(new URL(name).search, "", name);
  }
  const copied = await report(page);
  for (const secret of [site.user.username, site.user.password, site.clientId]) assert.ok(!copied.includes(secret));
});

test("a page that comes back from the history, as it was left, has no password in it", needs("history cache"), async (t) => {
  const browser = await launch({ remembers: true });
  t.after(() => browser.close());
  const page = await newPage(browser);
  await open(page);
  await fill(page, { user: { username: "ada@example.com", password: "canary-password" } });
  await page.goto(new URL("favicon.svg", storefrontUrl).href);
  await page.goBack({ waitUntil: "commit" });
  const values = () => page.evaluate(() => ["username", "password"].map((id) => document.querySelector(`#${id}`)?.value));
  assert.deepEqual(await values(), ["ada@example.com", ""]);
});

test("the report can be copied", async () => {
  const { page, site } = await start();
  await check(page, site);
  await page.getByText("Report as text").click();
  await press(page, "Copy");
  await page.getByText("Copied.", { exact: true }).first().waitFor();
  await page.evaluate(() => document.body.append(document.createElement("textarea")));
  await page.locator("textarea").press("Control+V");
  const text = await page.locator("textarea").inputValue();
  assert.equal(text, await report(page));
  assert.match(text, /\[ok\] Token: Signed in/);
});

test("the keyboard is enough", async () => {
  const { page, site } = await start();
  await page.locator("#siteUrl").focus();
  const type = async (text) => {
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  };
  await type(site.siteUrl);
  await type(site.clientId);
  await type(site.user.username);
  await type(site.user.password);
  await page.locator("#password").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Everything is set up" }).waitFor();
});

test("the demo fills in its site, and its user only when asked", async () => {
  const { page } = await start();
  const demo = await demoSite(storefrontUrl);
  assert.equal(await page.locator("#siteUrl").inputValue(), demo.siteUrl);
  assert.equal(await page.locator("#clientId").inputValue(), demo.clientId);
  assert.equal(await page.locator("#password").inputValue(), "");
  await press(page, "Fill in");
  await run(page);
  assert.equal(await title(page), "Everything is set up");
});

test("on a public host nothing is filled in, whatever the address says", async () => {
  const { page } = await start();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const url = new URL(checkUrl);
  url.hostname = PUBLIC_HOST;
  url.search = "?siteUrl=https://evil.example&clientId=x";
  await open(page, url.href);
  assert.equal(await page.locator("#siteUrl").inputValue(), "");
  assert.deepEqual(asked.filter((address) => address.includes("__model")), []);
});

test("without WebAssembly the first step says so", async () => {
  const { page } = await start();
  const site = await makeSite(storefrontUrl);
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await open(page);
  await check(page, site);
  const seen = await states(page);
  assert.deepEqual(ofStates(seen, "failed"), ["sdk"]);
  assert.match(await shown(page, "sdk"), /wasm_unavailable/);
});

test("every diagnosis leads to a part of the setup guide", async () => {
  const text = (path) => readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
  const found = async (path, pattern) => [...(await text(path)).matchAll(pattern)].map(([, part]) => part);
  const parts = (await found("docs/setup.md", /^## (.*)$/gm)).map((heading) => heading.toLowerCase().replaceAll(" ", "-"));
  const sections = await found("www/js/check/diagnoses.js", /section: "(.*)"/g);
  assert.ok(sections.length > 10);
  assert.deepEqual(sections.filter((section) => !parts.includes(section)), []);
});

test("the storefront leads to the check, and the check to the guides", async () => {
  const { page } = await start();
  for (const link of await page.locator("a[href^='./docs/']").all()) {
    const address = await link.evaluate(({ href }) => href);
    assert.equal((await fetch(address)).status, 200, address);
  }
  await page.goto(storefrontUrl);
  await page.getByRole("link", { name: "setup check" }).click();
  await page.getByRole("heading", { name: "Is your org set up?" }).waitFor();
});
