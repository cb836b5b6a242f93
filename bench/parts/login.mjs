/** A login from the call to the session, and the requests that it takes. */
import { withBrowser } from "../lib/chromium.mjs";
import { NAMES, openClients } from "../lib/clients.mjs";
import { FLOOR, OURS } from "../lib/contestants.mjs";
import { interleaved, ratios, summaries } from "../lib/stats.mjs";

const WARM_UP = 5;

export const login = ({ quick }) =>
  withBrowser(async (browser) => {
    const { page, sites } = await openClients(browser);
    const requests = {};
    for (const name of NAMES) requests[name] = await count(page, sites[name], name);

    const rounds = quick ? 10 : 60;
    for (let i = 0; i < WARM_UP; i++) for (const name of NAMES) await page.evaluate(timed, name);
    const wall = await interleaved(NAMES, rounds, (name) => page.evaluate(timed, name));
    return { rounds, wall: summaries(wall), ratio: ratios(wall[OURS], wall[FLOOR]), requests };
  });

/** Milliseconds of a login by somebody who is signed out. Signing out again is not in it. */
async function timed(name) {
  const client = clients[name];
  const start = performance.now();
  await client.login();
  const ms = performance.now() - start;
  await client.logout();
  return ms;
}

/** What the site got for a first login, for a second one over it, and for the sign-out. */
async function count(page, site, name) {
  const seen = {};
  for (const [what, call] of [["first login", "login"], ["second login", "login"], ["logout", "logout"]]) {
    await site.forgetRequests();
    await page.evaluate(({ name, call }) => clients[name][call](), { name, call });
    await page.waitForTimeout(200); // a replaced token is revoked in the background
    seen[what] = await site.requests();
  }
  return seen;
}
