/**
 * Random journeys, faults, clocks and kills in real tabs, for as long as one likes: `cargo xtask soak`. Where the driver cannot
 * kill, the rest happens.
 */

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { needs } from "../lib/browser.mjs";
import { plan } from "./lib/plan.mjs";
import { soak } from "./lib/soak.mjs";

const seconds = Number(process.env.SOAK_SECONDS ?? 45);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);
const isHarmless = Boolean(needs("cdp").skip);

test("whatever happens, no session is lost that the site honours, and no refresh token is used twice", needs("bodies"), async (t) => {
  t.diagnostic(`seed ${seed}, which gives the same happenings in the same order, but not at the same instants`);
  const figures = await soak({ seed, seconds, isHarmless }).catch(async (error) => {
    // `cargo xtask test` shows it at the end of its output.
    const folder = fileURLToPath(new URL("../../../target/failures", import.meta.url));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `soak-${seed}.txt`), error.message);
    throw error;
  });
  t.diagnostic(Object.entries(figures).map(([name, figure]) => `${name} ${figure}`).join(", "));
});

test("a seed gives the same happenings, and another one others", () => {
  const first = (seed) => {
    const happenings = plan(seed, 3);
    return Array.from({ length: 500 }, () => happenings.next().value);
  };
  assert.deepEqual(first(7), first(7));
  assert.notDeepEqual(first(7), first(8));
});

/** What tabs may lack, how that comes out, and within which time where not at once. */
const LACKING = {
  "a lock": [() => delete Navigator.prototype.locks, /a refresh token was used twice|the site refused a refresh token/],
  "a channel": [() => delete globalThis.BroadcastChannel, /the tabs disagree on the session/],
  "a way to revoke": [
    () => {
      const { fetch } = globalThis;
      globalThis.fetch = (input, init) =>
        String(input.url ?? input).endsWith("/revoke") ? Promise.resolve(new Response()) : fetch(input, init);
    },
    /a session was lost that the site still honours/,
  ],
  "an answer to some requests, and a time limit": [
    () => {
      const { fetch, setTimeout } = globalThis;
      globalThis.setTimeout = (run, ms) => (ms === 4_000 ? 0 : setTimeout(run, ms));
      globalThis.fetch = async (request, init) => {
        const answer = await fetch(request, init);
        return answer.status >= 429 ? new Promise(() => {}) : answer;
      };
    },
    /a journey hangs; the calls that have not come back: \d+\. \w+ in tab \d|a renewal hangs, and nobody waits for it/,
  ],
  "a way to forget": [
    () => {
      const { fetch } = globalThis;
      globalThis.kept = [];
      globalThis.fetch = (request, init) => {
        kept.push(new Array(25_000).fill(kept.length)); // a hundred kilobytes: few requests must do on a busy machine
        return fetch(request, init);
      };
    },
    /the first tab's memory has grown: .* array/,
    30,
  ],
};

for (const [lack, [script, words, seconds = 240]] of Object.entries(LACKING)) {
  test(`tabs that lack ${lack} are caught at it`, needs("cdp"), async (t) => {
    const error = await soak({ seed: 1, seconds, scripts: [script] }).then(() => undefined, (error) => error);
    assert.match(error?.message ?? "nothing was noticed", words);
    assert.match(error.message, /seed 1; what happened last:/);
    t.diagnostic(`after ${[...error.message.matchAll(/^ {2}(\d+)\. /gm)].at(-1)[1]} happenings`);
  });
}
