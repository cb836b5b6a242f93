/** What is called often: the token of a session that is good, and a proof key. */
import { fileURLToPath } from "node:url";
import { withBrowser } from "../lib/chromium.mjs";
import { NAMES, openClients } from "../lib/clients.mjs";
import { FLOOR, OURS } from "../lib/contestants.mjs";
import { interleaved, summaries } from "../lib/stats.mjs";
import { bundle } from "../lib/weigh.mjs";

const AWAIT = "await of a constant";
const PEER = "oauth4webapi";
const pkceEntry = fileURLToPath(new URL("../peers/pkce.js", import.meta.url));

export const calls = ({ quick }) =>
  withBrowser(async (browser) => {
    const { page } = await openClients(browser);
    const { script } = await bundle(pkceEntry); // its chunk is for errors, of which there are none
    await page.evaluate(prepare, { constant: AWAIT, script: new TextDecoder().decode(script) });

    const rounds = quick ? 5 : 30;
    const [loops, pairs] = quick ? [1_000, 100] : [10_000, 500];
    const tokenNames = [AWAIT, ...NAMES];
    const measure = async (names, call) =>
      summaries(await interleaved(names, rounds, (name) => page.evaluate(call, { name, loops, pairs })));

    await measure(tokenNames, oneByOne); // the engine optimises what is called often: measured is what comes after
    return {
      rounds,
      loops,
      pairs,
      token: await measure(tokenNames, oneByOne),
      hundred: await measure(tokenNames, hundredAtOnce),
      pkce: await measure([OURS, FLOOR, PEER], pkcePairs),
    };
  });

async function prepare({ constant, script }) {
  globalThis.pkce = (await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))).pairs;
  for (const client of Object.values(clients)) await client.login();
  clients[constant] = { getAccessToken: async () => "token" };
}

/** Microseconds of a call that is awaited before the next. */
async function oneByOne({ name, loops }) {
  const { getAccessToken } = clients[name];
  const start = performance.now();
  for (let i = 0; i < loops; i++) await getAccessToken();
  return ((performance.now() - start) * 1000) / loops;
}

/** Microseconds until a hundred calls made at once are all answered. */
async function hundredAtOnce({ name, loops }) {
  const { getAccessToken } = clients[name];
  const turns = loops / 100;
  const start = performance.now();
  for (let i = 0; i < turns; i++) await Promise.all(Array.from({ length: 100 }, () => getAccessToken()));
  return ((performance.now() - start) * 1000) / turns;
}

/** Microseconds of a proof key. */
async function pkcePairs({ name, pairs }) {
  const start = performance.now();
  for (let i = 0; i < pairs; i++) await pkce[name]();
  return ((performance.now() - start) * 1000) / pairs;
}
