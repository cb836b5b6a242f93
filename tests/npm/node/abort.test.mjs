/** Calls that are given up, in Node: there a promise that nobody handles ends the process. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";

/** How a call is given up: at once, and while the site takes its time. */
const WAYS = {
  "aborted at once": "controller.abort()",
  "closed at once": "client.close()",
  "aborted later": "setTimeout(() => controller.abort(), 100)",
  "closed later": "setTimeout(() => client.close(), 100)",
};

/** Calls by their name, as they are written. */
const CALLS = {
  login: "client.login({ ...person, signal })",
  continueAsGuest: "client.continueAsGuest({ signal })",
  userInfo: "client.userInfo({ signal })",
  getAccessToken: "client.getAccessToken({ forceRefresh: true, signal })",
  fetch: "client.fetch(sample, { signal })",
};

const ENDS = ["authorize", "token", "userinfo", "users/me"];
const SLOW = ENDS.map((end) => ({ path: `/${end}`, kind: "delay", ms: 300, times: 100 }));

for (const [way, giveUp] of Object.entries(WAYS)) {
  test(`the process lives on when a call is ${way}`, async () => {
    const site = await makeSite("http://localhost");
    await site.faults(...SLOW);
    const { config, sample, user: { username, password } } = site;
    for (const [name, call] of Object.entries(CALLS)) {
      const script = `
        import { createClient } from "headless-identity";
        const { config, person, sample } = ${JSON.stringify({ config, sample, person: { username, password } })};
        const client = await createClient(config);
        ${name === "login" ? "" : "await client.login(person);"}
        const controller = new AbortController();
        const { signal } = controller;
        const outcome = ${call}.then(() => "resolved", ({ code }) => code);
        ${giveUp};
        console.log(await outcome);
        await new Promise((resolve) => setTimeout(resolve, 500));
        console.log("alive");
        process.exit();`;
      const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
        cwd: import.meta.dirname,
        encoding: "utf8",
        timeout: 20_000,
      });
      assert.deepEqual(stdout.trim().split("\n"), ["aborted", "alive"], `${name}: ${stderr}`);
    }
  });
}
