/**
 * Logs in to the demo storefront like a person and says what happened.
 *
 *     node smoke.mjs http://127.0.0.1:8787          SCREENSHOT=path.png to choose where the picture goes
 *
 * Exit code 0 if every step went well, else 1.
 */

import { greeting, launch, newPage, openStorefront, screenshot, shownFacts, signIn } from "./lib/browser.mjs";
import { demoSite } from "./lib/model.mjs";
import { watchSecrets } from "./lib/secrets.mjs";

/**
 * What a first login costs from a page on another origin than the site. The custom header calls for a preflight, and the
 * echo's is never cached, for its address holds the code.
 */
const LOGIN = [
  "OPTIONS /services/oauth2/authorize",
  "POST /services/oauth2/authorize",
  "OPTIONS /services/oauth2/echo",
  "GET /services/oauth2/echo",
  "POST /services/oauth2/token",
];

const baseUrl = process.argv[2];
if (!baseUrl) {
  console.error("usage: node smoke.mjs <address of the demo storefront>");
  process.exit(1);
}

let browser, page;
try {
  browser = await step("Chromium starts", launch);
  await run();
  console.log("\nAll well.");
} catch {
  // The step has said what went wrong; the page may know more.
  for (const line of page?.said ?? []) console.log(`    console: ${line}`);
  process.exitCode = 1;
} finally {
  await browser?.close();
}

async function run() {
  const site = await step("the model site answers", () => demoSite(baseUrl));
  const shop = fromElsewhere(site.siteUrl);
  fact("site", site.siteUrl);
  fact("shop", shop.origin);

  page = await newPage(browser);
  const watch = watchSecrets(page, { password: site.user.password });
  await step("the page opens and the SDK is ready", () => openStorefront(page, shop.href));

  await site.forgetRequests();
  await step(`${site.user.username} signs in`, async () => {
    await signIn(page, site.user);
    await greeting(page).waitFor();
  });
  fact("greeting", await greeting(page).textContent());
  for (const [term, text] of Object.entries(await shownFacts(page))) fact(term, text);

  const requests = await step("the login took exactly five requests", async () => {
    const requests = (await site.requests()).filter(({ call }) => !call.endsWith("/userinfo"));
    const calls = requests.map(({ call }) => call);
    if (String(calls) !== String(LOGIN)) throw new Error(`it took ${calls.length}: ${calls.join(", ")}`);
    return requests;
  });
  for (const { call, status } of requests) fact(String(status), call);

  await step("no secret in page, address, storage or console", async () => {
    const leaks = await watch.leaks();
    if (leaks.length) throw new Error(leaks.join(", "));
  });
  const picture = await step("a picture is taken", () => screenshot(page, "smoke", process.env.SCREENSHOT));
  fact("file", picture);

  await step("signs out", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
  });
}

/** A shop lives on another origin than its Salesforce site: so the page is opened by the machine's other name. */
function fromElsewhere(siteUrl) {
  const shop = new URL(baseUrl);
  if (shop.origin === new URL(siteUrl).origin) {
    shop.hostname = shop.hostname === "localhost" ? "127.0.0.1" : "localhost";
  }
  return shop;
}

/** Does one thing and prints how it went. */
async function step(what, act) {
  try {
    const result = await act();
    console.log(`✓ ${what}`);
    return result;
  } catch (error) {
    console.log(`✗ ${what}\n    ${error.message}${error.cause ? ` (${error.cause.message || error.cause.code})` : ""}`);
    throw error;
  }
}

function fact(term, text) {
  console.log(`    ${term.padEnd(14)}${text}`);
}
