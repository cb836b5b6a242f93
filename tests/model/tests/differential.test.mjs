// Two hosts, one model: the same thousand requests, right and wrong ones, go to both, and the answers are compared.
//
// HOSTS names the two programs, by their commands in a JSON array each; SEED chooses other ones.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { normal } from "./lib/normal.mjs";
import { start } from "./lib/programs.mjs";
import { Chance } from "./lib/random.mjs";
import { advanced, FAULTS, faulted, JOURNEYS, Knowledge, made, mistake, ORIGIN, patched, SETTINGS, SINGLE } from "./lib/requests.mjs";
import { send } from "./lib/wire.mjs";

const SITES = 8;
const MOMENTS = 50;
const SEED = Number(process.env.SEED ?? 1);

let hosts;
before(async () => (hosts = await Promise.all(JSON.parse(process.env.HOSTS).map((command) => start(command)))));
after(() => hosts.forEach((host) => host.stop()));

test(`the same requests get the same answers (SEED=${SEED})`, async (t) => {
  const chance = new Chance(SEED);
  const story = [];
  let count = 0;
  const statuses = new Set();

  /** Sends a request to both, spoilt in the same way now and then. */
  async function ask(known, make, mayFail = true) {
    const spoil = mayFail && chance.is(0.3) ? mistake(chance) : (request) => request;
    const fromPage = chance.is(0.3) ? { origin: ORIGIN } : {};
    const asked = known.map((know) => {
      const request = make(know);
      return spoil({ ...request, headers: { ...request.headers, ...fromPage } });
    });
    const answers = await Promise.all(asked.map((request, host) => send(hosts[host].origin, request)));
    answers.forEach((answer, host) => known[host].learn(answer));
    const shown = answers.map((answer, host) => normal(answer, hosts[host].origin, known[host].site.id));
    const { method, path, headers, body } = asked[0];
    story.push(`${method} ${path} ${JSON.stringify(headers)} ${String(body ?? "").slice(0, 300)} → ${shown[0].status}`);
    const recent = () => `SEED=${SEED}, request ${count}\n${story.slice(-8).join("\n")}`;
    assert.equal(JSON.stringify(shown[1], null, 1), JSON.stringify(shown[0], null, 1), recent());
    statuses.add(shown[0].status);
    count += 1;
  }

  for (let site = 0; site < SITES; site += 1) {
    const known = hosts.map(({ origin }) => new Knowledge(origin));
    await ask(known, made({ corsOrigins: [ORIGIN] }), false);
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const kind = chance.below(10);
      if (kind < 4) for (const make of chance.of(JOURNEYS)) await ask(known, make);
      else if (kind < 7) await ask(known, chance.of(SINGLE));
      else if (kind < 8) await ask(known, patched(chance.of(SETTINGS)));
      else if (kind < 9) await ask(known, faulted(chance.of(FAULTS)));
      else await ask(known, advanced(chance.of([0, 1, 600, 7200, 90_000])));
    }
    for (const make of SINGLE) await ask(known, make, false);
    await ask(known, (know) => ({ method: "DELETE", path: `/__model/sites/${know.site.id}` }), false);
  }
  t.diagnostic(`${count} requests, statuses ${[...statuses].sort().join(" ")}`);
  assert.ok(count >= 1000);
});
