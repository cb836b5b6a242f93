/** How soon a page that has nothing yet can send a login. */
import { withBrowser, withProfile } from "../lib/chromium.mjs";
import { contestants } from "../lib/contestants.mjs";
import { serveNothing, servePages } from "../lib/pages.mjs";
import { interleaved } from "../lib/stats.mjs";

const VISITS_UNTIL_WARM = 3; // V8 keeps a script's code from the second visit on

export async function cold({ quick }) {
  const everybody = contestants();
  const names = everybody.map(({ name }) => name);
  const pages = await servePages(everybody);
  const nobody = await serveNothing();
  const rounds = quick ? 4 : 30;

  const asked = {};
  async function visit(context, name) {
    const run = {
      entry: pages.script(name),
      config: {
        siteUrl: `${nobody}/portal`,
        clientId: "00000000-0000-0000-0000-000000000000",
        redirectUri: `${pages.origin}/empty.html`,
        wasm: "/core.wasm",
      },
      credentials: { username: "ada@example.com", password: "Lovelace1!" },
    };
    const page = await context.newPage();
    try {
      await page.goto(`${pages.origin}/cold.html?run=${encodeURIComponent(JSON.stringify(run))}`);
      const outcome = await page.evaluate(() => globalThis.outcome);
      asked[name] = outcome.asked;
      return outcome.ms;
    } finally {
      await page.close();
    }
  }

  const empty = await withBrowser((browser) =>
    interleaved(names, rounds, async (name) => {
      const context = await browser.newContext();
      const ms = await visit(context, name);
      await context.close();
      return ms;
    }),
  );
  const warm = await withProfile(async (profile) => {
    for (let i = 0; i < VISITS_UNTIL_WARM; i++) for (const name of names) await visit(profile, name);
    return interleaved(names, rounds, (name) => visit(profile, name));
  });
  return { rounds, empty, warm, asked };
}
