/** How soon a page that has nothing yet can send a login. */
import { withBrowser, withProfile } from "../lib/chromium.mjs";
import { contestants } from "../lib/contestants.mjs";
import { serveNothing, servePages } from "../lib/pages.mjs";
import { interleaved, summaries } from "../lib/stats.mjs";

const VISITS_UNTIL_WARM = 3; // V8 keeps a script's code from the second visit on

/** The line of a phone, as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s. */
const PHONE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

export async function cold({ quick }) {
  const everybody = contestants().filter(({ timed }) => timed !== false);
  const names = everybody.map(({ name }) => name);
  const pages = await servePages(everybody);
  const nobody = await serveNothing();
  const [rounds, phoneRounds] = quick ? [4, 2] : [30, 10];
  const asked = {};

  async function visit(context, name, { line, isCached }) {
    const page = await context.newPage();
    try {
      if (line) await (await context.newCDPSession(page)).send("Network.emulateNetworkConditions", line);
      await page.goto(address(name));
      const outcome = await page.evaluate(() => globalThis.outcome);
      if (isCached !== undefined && isCached !== outcome.isCached) throw new Error(`${name}: cached: ${outcome.isCached}`);
      asked[name] = outcome.asked;
      return outcome.ms;
    } finally {
      await page.close();
    }
  }

  function address(name) {
    const config = {
      siteUrl: `${nobody}/portal`,
      clientId: "00000000-0000-0000-0000-000000000000",
      redirectUri: `${pages.origin}/empty.html`,
      wasm: "/core.wasm",
    };
    const credentials = { username: "ada@example.com", password: "Lovelace1!" };
    const run = JSON.stringify({ entry: pages.script(name), config, credentials });
    return `${pages.origin}/cold.html?run=${encodeURIComponent(run)}`;
  }

  const byTurns = async (times, measure) => summaries(await interleaved(names, times, measure));
  const withEmptyCache = (browser, times, line) =>
    byTurns(times, async (name) => {
      const context = await browser.newContext();
      const ms = await visit(context, name, { line, isCached: false });
      await context.close();
      return ms;
    });

  const [empty, phone] = await withBrowser(async (browser) => [
    await withEmptyCache(browser, rounds),
    await withEmptyCache(browser, phoneRounds, PHONE),
  ]);
  const warm = await withProfile(async (profile) => {
    for (let i = 0; i < VISITS_UNTIL_WARM; i++) for (const name of names) await visit(profile, name, {});
    return byTurns(rounds, (name) => visit(profile, name, { isCached: true }));
  });
  return { rounds, phoneRounds, empty, warm, phone, asked };
}
