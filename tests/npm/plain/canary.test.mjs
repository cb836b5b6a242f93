/** Every kind of secret goes through every journey, with every fault on every hop, and is then looked for everywhere. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs, openContext, openPage } from "../lib/browser.mjs";
import { watchCoreMemory } from "../lib/core.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";
import { prepare } from "./lib/canary-page.mjs";
import { Watch } from "./lib/watch.mjs";

const origin = await serve(import.meta.dirname);

const SECRETS = {
  password: "Cänary+pass word=1",
  wrongPassword: "canary-wrong-password-2",
  newPassword: "Canary&new%password3",
  weakPassword: "canary",
  bearer: "canary-bearer-of-a-start-call",
  recaptcha: "canary-recaptcha-token",
  customData: "canary in custom data, and in a store",
};
/** What is looked for. A password that is too weak is not: it is a word. */
const TYPED = { ...SECRETS, weakPassword: undefined, wrongCode: "wrong-code-canary" };

/** Which requests a journey makes, each of which is made to fail in each way; and what it carries to the site. */
const TO_A_SESSION = ["/authorize", "/echo", "/oauth2/token"];
const CODE = ["the code", "the verifier"];
const LOGIN = ["password", ...CODE];
const START = ["bearer", "recaptcha", "a one-time code", "wrongCode"];
const JOURNEYS = {
  login: { hops: TO_A_SESSION, carries: LOGIN },
  "a refused login": { hops: ["/authorize"], carries: ["wrongPassword"] },
  "a login by hint": { hops: TO_A_SESSION, carries: [...LOGIN, "customData"] },
  guest: { hops: TO_A_SESSION, carries: CODE },
  registration: { hops: ["/init/registration", ...TO_A_SESSION], carries: [...START, ...CODE, "customData", "newPassword"] },
  passwordless: { hops: ["/passwordless/login", ...TO_A_SESSION], carries: [...START, ...CODE, "customData"] },
  "password reset": { hops: ["/forgot_password"], carries: [...START, "newPassword"] },
  renewal: { hops: ["/oauth2/token"], carries: [...LOGIN, "the refresh token"] },
  "use of the token": { hops: ["/userinfo", "/users/me"], carries: [...LOGIN, "the access token"] },
  "sign-out": { hops: ["/revoke"], carries: [...LOGIN, "the refresh token"] },
  "sign-out to guest": { hops: ["/revoke", ...TO_A_SESSION], carries: [...LOGIN, "the access token", "the refresh token"] },
  mistakes: { hops: [], carries: LOGIN },
  "a store that fails and tells all": { hops: [], carries: LOGIN },
  "a core that breaks down": { hops: [], carries: LOGIN },
};
const FAULTS = [
  { kind: "status", status: 500 }, { kind: "status", status: 400 }, { kind: "delay", ms: 400 }, { kind: "drop" },
  { kind: "garbage" }, { kind: "html" }, { kind: "truncate" },
];
/** The protocol's own: the site sends the browser there, and takes the code out of the address again. */
const BY_THE_PROTOCOL = ["the code in the URL of GET /services/oauth2/echo"];

for (const [journey, { hops, carries }] of Object.entries(JOURNEYS)) {
  test(`${journey}: whatever goes wrong, no secret shows up`, needs("bodies"), async (t) => {
    const { context, site, watch, travel } = await start();
    await travel(journey);
    assert.deepEqual(await watch.findings(), carries.includes("the code") ? BY_THE_PROTOCOL : []);
    assert.deepEqual(await watch.inPlay(), carries.toSorted());
    for (const path of hops) {
      for (const fault of FAULTS) {
        await site.faults({ path, times: 20, ...fault });
        await travel(journey, fault.kind === "delay" ? { timeoutMs: 200 } : {});
        await site.faults();
        const found = (await watch.findings()).filter((finding) => !BY_THE_PROTOCOL.includes(finding));
        assert.deepEqual(found, [], `${path} ${JSON.stringify(fault)}`);
      }
    }
    t.diagnostic(`faults ${hops.length * FAULTS.length}, secrets ${carries.length}`);
    await context.close();
  });
}

for (const [storage, where] of [["memory"], ["session", "sessionStorage"], ["local", "localStorage"]]) {
  test(`storage "${storage}" keeps the tokens there and nowhere else, and not after the sign-out`, async () => {
    const { page, context, site, watch } = await start();
    await page.evaluate(
      async ({ config, user: { username, password } }) => {
        globalThis.client = await sdk.createClient(config);
        await client.login({ username, password });
      },
      { config: { ...site.config, storage }, user: site.user },
    );
    const kept = where ? [`the access token in ${where}`, `the refresh token in ${where}`] : [];
    assert.deepEqual(await watch.findings(), [...kept, ...BY_THE_PROTOCOL].sort());
    await page.evaluate(() => client.logout());
    assert.deepEqual(await watch.findings(), []);
    await context.close();
  });
}

test("social sign-on: the provider puts the code into the page's address, and the app takes it out", needs("bodies"), async () => {
  const { page, context, site, watch } = await start();
  const redirectUri = `${origin}/`;
  await site.change({ app: { callbackUrls: [`${site.config.siteUrl}/services/oauth2/echo`, redirectUri] } });
  const address = await page.evaluate(
    async ([config, redirectUri]) => (await sdk.createClient(config)).socialSignOnUrl({ provider: "Model_IDP", redirectUri }),
    [site.config, redirectUri],
  );
  await page.goto(`${address}&model_auto=1`);
  await page.waitForFunction(() => globalThis.sdk && location.search);
  await page.evaluate(async (config) => {
    await (await sdk.createClient(config)).completeSocialSignOn(location.href);
    history.replaceState(null, "", location.pathname); // as the guide says
  }, site.config);
  assert.ok((await watch.inPlay()).includes("the code"));
  // Before the app's first line could run: the browser's own note of the navigation, and its requests for the page's parts.
  assert.deepEqual(await watch.findings(), [
    "the code in a performance entry",
    "the code in header referer to the page's server",
    "the code in the URL of GET the page",
  ]);
  await context.close();
});

test("what is in one of these places is found there", needs("bodies"), async () => {
  const { page, context, watch } = await start();
  await page.evaluate(async (secret) => {
    told.push(`Error: ${secret}`);
    console.log({ secret }.secret);
    history.replaceState({ secret }, "", `?${encodeURIComponent(secret)}`);
    document.title = secret;
    document.cookie = `canary=${encodeURIComponent(secret)}`;
    localStorage.setItem("canary", btoa(unescape(encodeURIComponent(`x${secret}`))));
    sessionStorage.setItem("canary", JSON.stringify({ secret }));
    performance.mark(secret);
    globalThis.canary = secret;
    await (await caches.open("canary")).put(`/?${new URLSearchParams({ secret })}`, new Response());
    const request = indexedDB.open("canary");
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    await new Promise((resolve) => (request.onsuccess = resolve));
    const putting = request.result.transaction("kept", "readwrite").objectStore("kept").put({ secret }, "key");
    await new Promise((resolve) => (putting.onsuccess = resolve));
    request.result.close();
    await fetch("/app.js", { method: "POST", body: secret, headers: { "x-canary": encodeURIComponent(secret) } });
    setTimeout(() => { throw new Error(secret); });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }, SECRETS.password);
  const places = [
    "IndexedDB", "a body to elsewhere", "a cache", "a cookie", "a global", "a performance entry", "an uncaught error",
    "header cookie to the page's server", "header referer to the page's server", "header x-canary to the page's server",
    "localStorage", "sessionStorage", "the console", "the history", "the markup", "the page's address", "what the calls told",
  ];
  assert.deepEqual(await watch.findings(), places.map((place) => `password in ${place}`));
  await context.close();
});

/** A page that tells all, at a site where every flow is on and custom data, bearer and reCAPTCHA are taken. */
async function start() {
  const users = [["ada@example.com", SECRETS.password], ["grace@example.com", "Correct1horse"]];
  const site = await makeSite(origin, {
    users: users.map(([username, password]) => ({ username, password })),
    app: { isRefreshTokenRotationEnabled: true },
    site: {
      HeadlessDiscoveryHandlerId: "handler",
      IsUserDisambiguationAllowedUsernamePwd: true,
      IsRecaptchaRequiredRgstr: false,
      IsRecaptchaRequiredPwdlessLogin: false,
      IsRecaptchaRequiredForgotPwd: false,
    },
    switches: { otp_digits: 12, otp_starts_per_hour: 10_000, otp_attempts: 10_000 },
  });
  const context = await openContext();
  for (const script of [watchCoreMemory, prepare]) await context.addInitScript(script);
  const page = await openPage(`${origin}/`, context);
  const watch = new Watch(page, site, TYPED);
  await page.exposeFunction("codeSentTo", async (address) => {
    const code = await site.lastCode(address);
    watch.know("a one-time code", code);
    return code;
  });
  let number = 0;
  const travel = (journey, config) =>
    page.evaluate(([journey, trip]) => globalThis.travel(journey, trip), [
      journey,
      { config: { ...site.config, ...config }, secrets: SECRETS, username: site.user.username, number: (number += 1) },
    ]);
  return { page, context, site, watch, travel };
}
