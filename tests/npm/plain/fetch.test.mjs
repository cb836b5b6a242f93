import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const SAMPLE = "/services/data/v64.0/chatter/users/me";

/** A page with a signed-in client, which shows every request that its fetch makes. */
async function start() {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  await page.evaluate(async ({ config, user: { username, password } }) => {
    globalThis.client = await sdk.createClient(config);
    await client.login({ username, password });
    globalThis.sent = [];
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      const headers = new Headers(init?.headers ?? input.headers);
      sent.push(headers.get("authorization")?.replace(/ .*/, " …") ?? "none");
      return fetch(input, init);
    };
    globalThis.code = (promise) => promise.then((answer) => answer.status, (error) => `${error.code} ${error.step}`);
  }, site);
  return { site, page, sample: site.config.siteUrl + SAMPLE };
}

test("the site gets the bearer, others do not, and the caller's own wins", async () => {
  const { site, page, sample } = await start();
  const seen = await page.evaluate(async ([sample, foreign]) => {
    const me = await (await client.fetch(sample)).json();
    const other = await code(client.fetch(foreign));
    const relative = await code(client.fetch("/app.js"));
    const own = await code(client.fetch(new Request(sample, { headers: { authorization: "Basic eDp5" } })));
    return { me, other, relative, own, sent };
  }, [sample, `${origin}/index.html`]);
  assert.equal(seen.me.id, site.user.id);
  assert.deepEqual([seen.other, seen.relative, seen.own], [200, 200, 401], "an answer is an answer, whatever its status");
  assert.deepEqual(seen.sent, ["Bearer …", "none", "none", "Basic …"]);
});

test("a refused token is renewed and the request repeated once, with its body", async () => {
  const { site, page, sample } = await start();
  await site.advance(3 * 3600);
  const statuses = await page.evaluate(async (sample) => [
    await code(client.fetch(sample)),
    sent.splice(0).filter((header) => header === "Bearer …").length,
    await code(client.fetch(sample.replace("/me", "/nobody"), { method: "POST", body: "{}" })),
    await code(client.fetch(new Request(sample))),
  ], sample);
  assert.deepEqual(statuses, [200, 2, 404, 200]);
});

test("a Request of another window keeps its method, its headers and its body", async () => {
  const { site, page, sample } = await start();
  await site.forgetRequests();
  const statuses = await page.evaluate(async (sample) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const { Request } = frame.contentWindow;
    return [
      await code(client.fetch(new Request(sample.replace("/me", "/nobody"), { method: "POST", body: "{}" }))),
      await code(client.fetch(new Request(sample, { headers: { authorization: "Basic eDp5" } }))),
    ];
  }, sample);
  assert.deepEqual(statuses, [404, 401], "the caller's own token is the one that is refused");
  const methods = (await site.requests()).map((call) => call.split(" ")[0]).filter((method) => method !== "OPTIONS");
  assert.deepEqual(methods, ["POST", "GET"]);
});

test("body and headers are those of the moment of the call", async () => {
  const { page, sample } = await start();
  const bodies = await page.evaluate(async (sample) => {
    const { fetch } = globalThis;
    const sent = [];
    // WebKit cannot read a request whose form has a file.
    const ofForm = async (file) => `${file.name}: ${await file.text()}`;
    globalThis.fetch = (input, init) => {
      sent.push(init.body instanceof FormData ? ofForm(init.body.get("name")) : new Request(input, init).text());
      return fetch(input, init);
    };
    const [form, query, bytes, words] = [new FormData(), new URLSearchParams("a=1"), new TextEncoder().encode("bytes"), new Headers({ "x-word": "1" })];
    form.append("name", new File(["content"], "file.txt"));
    const options = (body) => ({ method: "POST", body, headers: words });
    const asked = [form, query, bytes, bytes.buffer].map((body) => client.fetch(sample, options(body)));
    form.delete("name");
    query.set("a", "2");
    bytes.fill(0);
    await Promise.all(asked.map(code));
    return Promise.all(sent);
  }, sample);
  assert.deepEqual(bodies, ["file.txt: content", "a=1", "bytes", "bytes"]);
});

test("whatever a wrapper of fetch answers, only errors of the package are rejected with", async () => {
  const { page, sample } = await start();
  const outcomes = await page.evaluate(async (sample) => {
    const read = new Response("no", { status: 403 });
    await read.text();
    const answers = [undefined, {}, { status: 403 }, { status: 200, json() {} }, read, new Response("x".repeat(99), { status: 403 })];
    const outcomes = [];
    for (const answer of answers) {
      globalThis.fetch = async () => answer;
      outcomes.push(await code(client.fetch(sample)));
    }
    return outcomes;
  }, sample);
  assert.deepEqual(outcomes, ["network fetch", "network fetch", 403, 200, 403, 403]);
});

test("a body that was a stream is not sent twice", async () => {
  const { site, page, sample } = await start();
  await site.advance(3 * 3600);
  const { isStreamed, outcome, requests } = await page.evaluate(async (sample) => {
    const stream = () => new ReadableStream({ pull: (controller) => controller.close() });
    const isStreamed = Boolean(new Request("/", { method: "POST", body: stream(), duplex: "half" }).body);
    // Chromium streams uploads over HTTP/2 only; what counts here is what happens after the answer.
    globalThis.fetch = async (input, init) => {
      sent.push(await new Request(input, init).text());
      return new Response("", { status: 401 });
    };
    const outcome = await code(client.fetch(new URL(sample), { method: "POST", body: stream(), duplex: "half" }));
    return { isStreamed, outcome, requests: sent.length };
  }, sample);
  // Where there are no streams, the browser would send the name of the class instead.
  const expected = isStreamed ? { outcome: 401, requests: 1 } : { outcome: "invalid_argument argument", requests: 0 };
  assert.deepEqual({ outcome, requests }, expected);
});

test("where the page has no streams of its own the rest is sent as ever", async () => {
  const { page, sample } = await start();
  const status = await page.evaluate(async (sample) => {
    delete globalThis.ReadableStream; // jsdom has none
    return (await client.fetch(sample)).status;
  }, sample);
  assert.equal(status, 200);
});

test("a token that cannot be renewed leaves the refusal as the answer", async () => {
  const { site, page, sample } = await start();
  await site.change({ app: { isRefreshTokenRotationEnabled: true, refreshTokenPolicyType: "Zero" } });
  await site.advance(3 * 3600);
  const status = await page.evaluate((sample) => code(client.fetch(sample)), sample);
  assert.equal(status, 401);
});

test("a token that was refused as soon as it was renewed is not renewed for every call", async () => {
  const { site, page, sample } = await start();
  const before = await site.refreshes();
  await site.faults({ path: "/chatter/users/me", kind: "status", status: 401, times: 100 });
  const three = await page.evaluate(async (sample) => [
    await code(client.fetch(sample)), await code(client.fetch(sample)), await code(client.fetch(sample)),
  ], sample);
  assert.deepEqual(three, [401, 401, 401]);
  assert.equal((await site.refreshes()) - before, 1, "an app that sends its request at each renewal would never end");
  await site.faults();
  assert.equal(await page.evaluate((sample) => code(client.fetch(sample)), sample), 200);
});

test("a refusal by another host, where a redirect has led, renews nothing", async () => {
  const { site, page, sample } = await start();
  const before = await site.refreshes();
  const status = await page.evaluate(async (sample) => {
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      if (input !== sample) return fetch(input, init);
      return Object.defineProperty(new Response(null, { status: 401 }), "url", { value: "https://elsewhere.example/" });
    };
    return code(client.fetch(sample));
  }, sample);
  assert.deepEqual([status, (await site.refreshes()) - before], [401, 0]);
});

test("a refusal that arrives with the answer of a renewal does not start another", async () => {
  const { site, page, sample } = await start();
  const TURNS = 16; // of the microtask queue, between the two
  const before = await site.refreshes();
  const statuses = await page.evaluate(
    async ([sample, turns]) => {
      const { fetch } = globalThis;
      const afterTurns = async (count) => {
        for (let passed = 0; passed < count; passed += 1) await undefined;
      };
      const statuses = [];
      for (let turn = 0; turn < turns; turn += 1) {
        let refuse;
        const refusal = new Promise((resolve) => (refuse = () => resolve(new Response(null, { status: 401 }))));
        let isRefused = false;
        let arrive;
        const arrived = new Promise((resolve) => (arrive = resolve));
        globalThis.fetch = async (input, init) => {
          const answer = await fetch(input, init);
          if (input === sample && !isRefused) {
            isRefused = true;
            arrive();
            return refusal;
          }
          if (!`${input}`.endsWith("/token")) return answer;
          const text = await answer.text();
          answer.text = async () => {
            refuse();
            await afterTurns(turn);
            return text;
          };
          return answer;
        };
        const fetching = client.fetch(sample);
        await arrived;
        await client.getAccessToken({ forceRefresh: true });
        statuses.push((await fetching).status);
      }
      return statuses;
    },
    [sample, TURNS],
  );
  assert.deepEqual(statuses, Array(TURNS).fill(200));
  assert.equal((await site.refreshes()) - before, TURNS, "one renewal each");
});

test("each fetch settles, whenever the client is closed", async () => {
  const { page, sample } = await start();
  const outcomes = await page.evaluate(async (sample) => {
    globalThis.fetch = async () => new Response("an answer");
    const calls = Array.from({ length: 8 }, () => client.fetch(sample));
    calls[3].then(() => client.close()); // among the answers of the others
    const late = new Promise((resolve) => setTimeout(resolve, 1_000, "pending"));
    return Promise.all(calls.map((call) => Promise.race([code(call), late])));
  }, sample);
  assert.deepEqual(outcomes.filter((outcome) => outcome !== 200 && outcome !== "aborted fetch"), []);
});

test("what goes wrong has its own code", async () => {
  const { page, sample } = await start();
  const codes = await page.evaluate(async (sample) => {
    const signedOut = await sdk.createClient({ siteUrl: sample.replace(/\/services.*/, ""), clientId: "app" });
    const controller = new AbortController();
    const aborted = code(client.fetch(sample, { signal: controller.signal }));
    controller.abort("the person went away");
    const codes = [
      await code(client.fetch()),
      await code(client.fetch({})),
      await code(client.fetch("https://")),
      await code(client.fetch(sample, { method: "GET", body: "x" })),
      await code(signedOut.fetch(sample)),
      await aborted,
      await code(client.fetch(sample, { signal: AbortSignal.abort() })),
      await code(client.fetch("http://127.0.0.1:9/")),
    ];
    const pending = code(client.fetch("/app.js"));
    client.close();
    return [...codes, await pending, await code(client.fetch("/app.js"))];
  }, sample);
  assert.deepEqual(codes, [
    "invalid_argument argument",
    "invalid_argument argument",
    "invalid_argument argument",
    "invalid_argument argument",
    "no_session session",
    "aborted fetch",
    "aborted fetch",
    "network fetch",
    "aborted fetch",
    "aborted fetch",
  ]);
});
