/**
 * What people stumble over, found by the setup check. The numbers are those of the table in docs/stumbles.md; natively the
 * same rows are in tests/native/stumbles.rs. What is not here, a browser at this page cannot see:
 *
 * - 12, 17, 21, 22 are the SDK's own doing, and no setting.
 * - 10: a setting that has not arrived looks like one that was not changed; that the remedy says to wait is looked at below.
 * - 13: it is about the org's own host, and the page asks the site's alone.
 * - 14: a browser speaks HTTP/2 where the site does.
 * - 18: the bridge answers no browser.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { check, checkTests, report, shown, states } from "../lib/check.mjs";
import { makeSite } from "../lib/model.mjs";
import { storefrontUrl } from "../lib/setup.mjs";

const open = checkTests(after);
let opened;

/** One page for all rows, as a developer has it who mends one thing after the other; each has a site of its own. */
async function start() {
  opened ??= await open();
  return { page: opened.page, site: await makeSite(storefrontUrl) };
}

const ADA = { username: "ada@example.com", password: "Lovelace1!" };
const anotherCallback = (site) => `${site.siteUrl}/services/oauth2/echo/`;

/**
 * Settings over a ready site; what is entered besides; the step that fails; words that it shows: what is wrong, the Setup page
 * and the setting. `alone`: seen without a test user as well, where that says something else with other words.
 */
const ROWS = [
  {
    row: "1, the flow is off for the app",
    settings: { app: { isCodeCredFlowEnabled: false } },
    step: "authorize",
    words: ["Turn on \"Enable Authorization Code and Credentials Flow\" for this app"],
    alone: true,
  },
  {
    row: "2, reCAPTCHA is required",
    settings: { switches: { recaptcha_at_authorize: "on" } },
    step: "authorize",
    words: ["have the requirement changed in the site's Login & Registration settings"],
    alone: true,
  },
  {
    row: "3, a secret is required",
    settings: { app: { isConsumerSecretOptional: false } },
    step: "token",
    words: ["untick \"Require Secret for Web Server Flow\""],
    alone: true, // by a guest
  },
  {
    row: "3, a secret is required for the renewal",
    settings: { app: { isSecretRequiredForRefreshToken: true } },
    step: "renewal",
    words: ["\"Require Secret for Refresh Token Flow\""],
  },
  {
    row: "4, the prefix is wrong",
    fields: (site) => ({ siteUrl: `${site.siteUrl}-x` }),
    step: "discovery",
    words: ["At this prefix there is no live site", "Compare the prefix with the site's own, letter by letter"],
    alone: true,
  },
  {
    row: "4, the site is not live",
    settings: { site: { status: "UnderConstruction" } },
    step: "discovery",
    words: ["At this prefix there is no live site", "see that the site is active", "site_not_found"],
    alone: true,
  },
  {
    row: "4, the host is wrong",
    fields: () => ({ siteUrl: "http://localhost:9/portal" }),
    step: "discovery",
    words: ["Nothing answers at this address", "Check the host's spelling"],
    alone: true,
  },
  {
    row: "5, a site that is not live shows its login page",
    settings: { site: { status: "UnderConstruction" }, switches: { site_inactive: "html" } },
    step: "discovery",
    words: ["At this prefix there is no live site", "see that the site is active", "not_headless"],
    alone: true,
  },
  {
    row: "5, the flow is off for the org",
    settings: { org: { oAuthCdCrdtFlowEnable: false } },
    step: "authorize",
    words: ["Setup, OAuth and OpenID Connect Settings", "Turn on \"Allow Authorization Code and Credentials Flows\""],
    alone: true,
  },
  {
    row: "5, the flow is off for the org, by a redirect to the login page",
    settings: { org: { oAuthCdCrdtFlowEnable: false }, switches: { org_flow_off: "redirect_login" } },
    step: "authorize",
    words: ["Setup, OAuth and OpenID Connect Settings", "Turn on \"Allow Authorization Code and Credentials Flows\""],
    alone: true,
  },
  {
    row: "5, a scope is not on the app",
    fields: () => ({ scopes: "openid wave_api" }),
    step: "authorize",
    words: ["without the scopes entered here", "The app, OAuth scopes", "Select every scope on the app"],
    alone: true,
  },
  {
    row: "5, a scope is not on the app, and the site says so",
    settings: { switches: { scope_not_on_app_named: "invalid_scope" } },
    fields: () => ({ scopes: "openid wave_api" }),
    step: "authorize",
    words: ["Select the scope on the app, or do not request it."],
    alone: true,
  },
  {
    row: "5, the user needs multi-factor authentication",
    settings: { users: [{ ...ADA, mfaRequired: true }] },
    step: "authorize",
    words: ["it is about this user", "multi-factor authentication or a login flow"],
  },
  {
    row: "6, a callback that no page may read",
    settings: (site) => ({ app: { callbackUrls: [`${site.siteUrl}/secur/frontdoor.jsp`] } }),
    fields: (site) => ({ redirectUri: `${site.siteUrl}/secur/frontdoor.jsp` }),
    step: "echo",
    words: ["The app, Callback URL", "Use the site's own /services/oauth2/echo"],
    alone: true,
  },
  {
    row: "6, the echo answers no browser",
    settings: { switches: { echo_cors: "never" } },
    step: "echo",
    words: ["its redirect to the callback cannot"],
    alone: true,
  },
  {
    row: "6, what answers in the echo's place is not the site",
    faults: { path: "/echo", kind: "html", times: 9 },
    step: "echo",
    words: ["the callback is the site's own /services/oauth2/echo"],
    alone: ["and not the site's echo", "look for a proxy"],
  },
  {
    row: "7, the origin is not on the list",
    settings: { corsOrigins: ["https://shop.example.com"] },
    step: "origin",
    words: ["Setup, CORS, Allowed Origins List", `Add ${new URL(storefrontUrl).origin} as it stands`, "network"],
    alone: true,
  },
  {
    row: "7, CORS for OAuth endpoints is off",
    settings: { org: { enableOauthCorsPolicy: false } },
    step: "oauth",
    words: ["origin is on the list", "Setup, CORS", "Turn on \"Enable CORS for OAuth endpoints\"", "network"],
    alone: true,
  },
  {
    row: "7, something in between refuses preflights",
    faults: { path: "/authorize", method: "OPTIONS", kind: "status", status: 403, times: 9 },
    step: "preflight",
    words: ["the preflight is refused", "must pass OPTIONS requests on"],
    alone: true,
  },
  {
    row: "8, the callback differs by a slash",
    fields: (site) => ({ redirectUri: anotherCallback(site) }),
    step: "authorize",
    words: (site) => [`Sent was: ${anotherCallback(site)} `, "byte for byte"],
    alone: true,
  },
  {
    row: "9, the other one of two prefixes",
    fields: (site) => ({ siteUrl: `${site.siteUrl}vforcesite` }),
    step: "authorize",
    words: ["On a site with two prefixes (/portal and /portalvforcesite) only the registered one counts."],
    alone: true,
  },
  {
    row: "11, the user is not approved for the app",
    settings: { app: { commaSeparatedProfile: "Somebody Else" } },
    step: "authorize",
    words: ["Pre-authorize the user's profile or permission set on the app"],
  },
  {
    row: "11, users approve themselves",
    settings: { app: { permittedUsersPolicyType: "AllSelfAuthorized" } },
    step: "authorize",
    words: ["\"All users can self-authorize\" does not help"],
  },
  {
    row: "15, guests are off",
    settings: { app: { isGuestCodeCredFlowEnabled: false } },
    fields: () => ({ guests: true }),
    step: "guests",
    words: ["Turn on \"Enable for Guest Users\"", "check it again"],
    alone: true,
  },
  {
    row: "16, no refresh token",
    fields: () => ({ scopes: "openid api" }),
    step: "renewal",
    words: ["need the scope refresh_token"],
  },
  {
    row: "19, the user may not call the API",
    settings: { users: [{ ...ADA, apiEnabled: false }] },
    step: "api",
    words: ["Grant \"API Enabled\" to the user"],
  },
  {
    row: "20, the client id is of another org",
    fields: async () => ({ clientId: (await makeSite(storefrontUrl)).clientId }),
    step: "authorize",
    words: ["The client id is unknown to this host"],
    alone: true,
  },
];

/** The way to a session, in its order. */
const LOGIN = ["sdk", "discovery", "keys", "origin", "oauth", "preflight", "authorize", "echo", "token"];

/** A site of the row's, and the page with it entered. */
async function enter({ settings, fields, faults }) {
  const { page, site } = await start();
  await site.change(typeof settings === "function" ? settings(site) : (settings ?? {}));
  if (faults) await site.faults(faults);
  const entered = await fields?.(site);
  return { page, site, check: (user) => check(page, site, { ...entered, user }) };
}

/** The step has failed, and it alone: those before it have not, those after it were not taken; what it says has these words. */
async function finds(page, site, { step, words }) {
  const seen = await states(page);
  assert.deepEqual(Object.keys(seen).filter((id) => seen[id] === "failed"), [step], JSON.stringify(seen));
  const at = LOGIN.indexOf(step);
  for (const id of LOGIN.slice(0, at)) assert.equal(seen[id], "ok", id);
  for (const id of at < 0 ? [] : LOGIN.slice(at + 1)) assert.equal(seen[id], "skipped", id);
  const said = await shown(page, step);
  for (const word of typeof words === "function" ? words(site) : words) assert.ok(said.includes(word), `${word}: ${said}`);
  assert.equal(await page.evaluate(() => document.activeElement.id), `step-${step}`, "the focus is on the problem");
}

/** Nothing has failed, nothing is said to be well that was not seen. */
async function claimsNothing(page, { step }) {
  const seen = await states(page);
  assert.deepEqual(Object.keys(seen).filter((id) => seen[id] === "failed"), []);
  assert.equal(seen[step], step === "authorize" ? "ok" : "skipped");
  assert.match(await page.locator("#outcome-title").textContent(), /as far as this check could go/);
}

for (const row of ROWS) {
  test(`row ${row.row}`, async () => {
    const { page, site, check } = await enter(row);
    await check(site.user);
    await finds(page, site, row);
    await check(null);
    if (row.alone) await finds(page, site, { ...row, ...(row.alone !== true && { words: row.alone }) });
    else await claimsNothing(page, row);
  });
}

test("row 1, the login host in place of the site's: nothing is sent there", async () => {
  const { page, site } = await start();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const host of ["https://login.salesforce.com", "https://acme.my.salesforce.com/portal"]) {
    await page.locator("#siteUrl").fill(host);
    await page.locator("#clientId").fill(site.clientId);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "has no headless endpoints" }).waitFor();
  }
  assert.deepEqual(asked.filter((url) => url.includes("salesforce.com")), []);
});

test("row 4, a host that is no site's", async (t) => {
  const { page, site } = await start();
  const elsewhere = createServer((_, answer) => answer.end("hello")).listen(0, "127.0.0.1");
  t.after(() => elsewhere.close());
  await once(elsewhere, "listening");
  await check(page, site, { siteUrl: `http://127.0.0.1:${elsewhere.address().port}/portal` });
  assert.match(await shown(page, "discovery"), /Something answers at this host, but not as a site does/);
});

test("row 6, a callback elsewhere that pages may read", async () => {
  const { page, site } = await start();
  const callback = `${(await makeSite(storefrontUrl)).siteUrl}/services/oauth2/echo`;
  await site.change({ app: { callbackUrls: [callback] } });
  await check(page, site, { redirectUri: callback });
  assert.match(await page.locator("#outcome-title").textContent(), /^Everything is set up/);
});

test("row 6, a callback elsewhere that no page may read", async () => {
  const { page, site } = await start();
  const callback = `${(await makeSite(storefrontUrl, { corsOrigins: [] })).siteUrl}/secur/frontdoor.jsp`;
  const elsewhere = callback.replace("127.0.0.1", "localhost");
  await site.change({ app: { callbackUrls: [elsewhere] } });
  for (const user of [site.user, null]) {
    await check(page, site, { user, redirectUri: elsewhere });
    assert.equal((await states(page)).echo, "failed");
    assert.match(await shown(page, "echo"), /The app, Callback URL/);
  }
});

test("row 10, what to wait for is said", async () => {
  const { page, site, check } = await enter(ROWS[0]);
  await site.change({ switches: { propagation_delay: 600 } });
  await site.change({ app: { isCodeCredFlowEnabled: true } });
  await check(site.user);
  assert.equal((await states(page)).authorize, "failed");
  assert.match(await page.locator("#outcome-lead").textContent(), /wait up to ten minutes/);
  await site.advance(601);
  await check(site.user);
  assert.equal((await states(page)).token, "ok");
});

test("a hint is the SDK's own, word for word", async () => {
  const { page, site, check } = await enter(ROWS[2]);
  await check(site.user);
  const errors = await readFile(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  const [, hint] = errors.match(/## `secret_required`[^-]*\n- (.*)/);
  assert.equal(await page.locator(".step:has(#step-token) .change").textContent(), hint);
  assert.ok((await report(page)).includes(hint));
});

test("every row of the table that is a setting has its test", async () => {
  const table = await readFile(new URL("../../../docs/stumbles.md", import.meta.url), "utf8");
  const rows = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
  const tested = new Set(ROWS.map(({ row }) => Number.parseInt(row)));
  assert.deepEqual(rows.filter((row) => !tested.has(row)), [10, 12, 13, 14, 17, 18, 21, 22]);
});
