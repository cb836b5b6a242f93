/** A call belongs to the session it began in: a renewal of that one may serve it, another person's never. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { hold, record } from "../lib/hold.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const LIFETIME_SEC = 7200;
const ORDERS = "/services/apexrest/orders";
const OTHER_VISITOR = "0f8fad5b-d9cb-469f-a165-70867728950e";

/** A page with a client. The first order may be held until the test answers it; `ada` and `grace` are two people of the site. */
async function start(watch = hold) {
  const users = ["ada", "grace"].map((name) => ({ username: `${name}@example.com`, password: "Correct1horse" }));
  const site = await makeSite(origin, { users });
  const page = await openWatchedPage(`${origin}/`);
  await page.evaluate(async (config) => {
    const now = Date.now.bind(Date);
    globalThis.clockMs = 0;
    Date.now = () => now() + clockMs;
    globalThis.client = await sdk.createClient(config);
  }, site.config);
  const address = site.config.siteUrl + ORDERS;
  const orders = await watch(page, address);
  const [ada, grace] = site.users.map(({ username, password }) => ({ username, password }));
  return { site, page, ada, grace, address, orders };
}

const logIn = (page, person) => page.evaluate((person) => client.login(person), person);
const token = (page) => page.evaluate(() => client.getAccessToken());
/** Posts an order, and says how that ends. */
const order = (page, address, body) =>
  page.evaluate(([address, body]) => outcomeOf(client.fetch(address, { method: "POST", body })), [address, body]);

/** What ends Ada's session, how a call ends that waits for it, and who of the two people is signed in then. */
const CHANGES = [
  {
    what: "a sign-out",
    code: "aborted",
    change: (page) => page.evaluate(() => client.logout()),
  },
  {
    who: 1,
    what: "somebody else's sign-in",
    code: "session_expired",
    change: (page, person) => page.evaluate((person) => client.login(person), person),
  },
  {
    who: 1,
    what: "a sign-out and somebody else's sign-in",
    code: "aborted",
    change: (page, person) => page.evaluate((person) => client.logout().then(() => client.login(person)), person),
  },
];

for (const { what, code, change, who } of CHANGES) {
  test(`after ${what} a refused request does not go out once more`, needs("bodies"), async () => {
    const { page, ada, grace, address, orders } = await start();
    await logIn(page, ada);
    const bearer = await token(page);
    const ordered = order(page, address, "an order of Ada's");
    const first = await orders.first();
    await change(page, grace);
    await first.answer(401);
    assert.equal(await ordered, 401, "the refusal is the answer");
    assert.deepEqual(orders.requests(), [{ body: "an order of Ada's", bearer }]);
  });

  test(`after ${what} userInfo does not ask with the other's token`, async () => {
    const { site, page, ada, grace } = await start();
    const questions = await hold(page, `${site.config.siteUrl}/services/oauth2/userinfo`);
    await logIn(page, ada);
    const asked = page.evaluate(() => outcomeOf(client.userInfo()));
    const first = await questions.first();
    await change(page, grace);
    await first.answer(403, "Bad_OAuth_Token");
    assert.equal(await asked, code);
    assert.equal(questions.requests().length, 1);
  });

  test(`calls that wait for a renewal end with ${code} after ${what}`, async () => {
    const { site, page, ada, grace, address, orders } = await start(record);
    const questions = await record(page, `${site.config.siteUrl}/services/oauth2/userinfo`);
    await logIn(page, ada);
    await site.advance(LIFETIME_SEC);
    await page.evaluate((ms) => void (clockMs = ms), LIFETIME_SEC * 1000);
    await site.faults({ path: "/token", kind: "delay", ms: 1_500 });
    const waiting = page.evaluate(
      (address) =>
        Promise.all([
          outcomeOf(client.fetch(address, { method: "POST", body: "an order of Ada's" })),
          outcomeOf(client.userInfo()),
          outcomeOf(client.getAccessToken()),
          outcomeOf(client.getAccessToken({ forceRefresh: true })),
        ]),
      address,
    );
    await page.waitForRequest(/oauth2\/token$/);
    await change(page, grace);
    assert.deepEqual(await waiting, Array(4).fill(code));
    assert.deepEqual([...orders.requests(), ...questions.requests()], [], "and send nothing with another's token");
    const current = await page.evaluate(() => client.session()?.userId);
    assert.equal(current, site.users[who]?.id, "and that is who is signed in");
  });
}

test("a guest's refused request goes on as the user whom the visitor has become", needs("bodies"), async () => {
  const { page, ada, address, orders } = await start();
  await page.evaluate(() => client.continueAsGuest());
  const guests = await token(page);
  const ordered = order(page, address, "a visitor's order");
  const first = await orders.first();
  await logIn(page, ada);
  await first.answer(401);
  assert.equal(await ordered, 200);
  const bearers = [guests, await token(page)];
  assert.deepEqual(orders.requests(), bearers.map((bearer) => ({ body: "a visitor's order", bearer })));
});

/** What puts another visitor, or somebody who was never this visitor, in a guest's place. */
const REPLACEMENTS = {
  "another visitor": (uvid) => client.continueAsGuest({ uvid }),
  "a user who signs in after a sign-out": (_, person) => client.logout().then(() => client.login(person)),
};

for (const [who, replace] of Object.entries(REPLACEMENTS)) {
  test(`a guest's refused request does not go on as ${who}`, needs("bodies"), async () => {
    const { page, ada, address, orders } = await start();
    await page.evaluate(() => client.continueAsGuest());
    const bearer = await token(page);
    const ordered = order(page, address, "a visitor's order");
    const first = await orders.first();
    await page.evaluate(`(${replace})(${JSON.stringify(OTHER_VISITOR)}, ${JSON.stringify(ada)})`);
    await first.answer(401);
    assert.equal(await ordered, 401);
    assert.deepEqual(orders.requests(), [{ body: "a visitor's order", bearer }]);
  });
}
