/** The client that is there at once, where something goes wrong: with its config, its core, a call or a listener. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };
const person = ({ username, password }) => ({ username, password });

test("a config that cannot work is told to calls and ready, and leaves no unhandled rejection", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async () => {
    const codes = [];
    const hostile = { get siteUrl() { throw new Error("a getter"); } };
    for (const config of [undefined, null, {}, hostile, { siteUrl: "http://shop.example", clientId: "app" }]) {
      const client = sdk.lazyClient(config);
      client.subscribe(() => {})();
      codes.push(client.session(), await outcomeOf(client.ready), await outcomeOf(client.getAccessToken()));
      client.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { codes: codes.map(String), rejections };
  });
  const outcomes = ["undefined", "invalid_config", "invalid_config"];
  assert.deepEqual(seen, { codes: Array.from({ length: 5 }, () => outcomes).flat(), rejections: [] });
});

test("after a failure the next call tries again", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const codes = await page.evaluate(async (config) => {
    const { compile } = WebAssembly;
    WebAssembly.compile = async () => {
      throw new WebAssembly.CompileError("blocked");
    };
    const client = sdk.lazyClient(config);
    const before = await outcomeOf(client.ready);
    WebAssembly.compile = compile;
    return [before, await outcomeOf(client.getAccessToken()), await outcomeOf(client.ready)];
  }, CONFIG);
  assert.deepEqual(codes, ["wasm_unavailable", "no_session", "resolved"]);
});

test("ready tries again as well, but not at once: a component that waits for it would never show the failure", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const { compile } = WebAssembly;
    WebAssembly.compile = async () => {
      throw new WebAssembly.CompileError("blocked");
    };
    const client = sdk.lazyClient(config);
    const { ready } = client;
    await outcomeOf(ready);
    WebAssembly.compile = compile;
    const isSame = client.ready === ready;
    await new Promise((resolve) => setTimeout(resolve, 1100));
    return { isSame, later: await outcomeOf(client.ready) };
  }, CONFIG);
  assert.deepEqual(seen, { isSame: true, later: "resolved" });
});

test("ready that waits is rejected when the client is closed, and no client is left", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const client = sdk.lazyClient(config);
    const waiting = [client.ready, client.getAccessToken()].map((promise) => outcomeOf(promise));
    client.close();
    return [...(await Promise.all(waiting)), rejections.length];
  }, CONFIG);
  assert.deepEqual(seen, ["aborted", "aborted", 0]);
});

test("who watches a client is told when it is closed: its session is not known any more", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const told = await page.evaluate(async (config) => {
    const { watch } = await import("./node_modules/headless-identity/dist/lazy.js");
    const client = sdk.lazyClient(config);
    await client.ready;
    const told = [];
    watch(client, () => told.push(String(client.session())));
    client.close();
    return told;
  }, CONFIG);
  assert.deepEqual(told, ["undefined"]);
});

test("a call that was given up leaves nothing at its signal, though the core is still to come", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const left = await page.evaluate(async (config) => {
    const { compile } = WebAssembly;
    WebAssembly.compile = async (bytes) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return compile(bytes);
    };
    const { signal } = new AbortController();
    let left = 0;
    const count = (name, by) => {
      const method = signal[name].bind(signal);
      signal[name] = (...given) => ((left += by), method(...given));
    };
    count("addEventListener", 1);
    count("removeEventListener", -1);
    const client = sdk.lazyClient({ ...config, timeoutMs: 100 });
    return [await outcomeOf(client.login({ username: "ada", password: "secret", signal })), left];
  }, CONFIG);
  assert.deepEqual(left, ["timeout", 0]);
});

test("one watcher that throws harms neither the client nor another watcher", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const { watch } = await import("./node_modules/headless-identity/dist/lazy.js"); // for Svelte's store, Vue, Angular and React
    const reported = [];
    addEventListener("error", (event) => (reported.push(event.error?.message), event.preventDefault()));
    const client = sdk.lazyClient(config);
    const told = [];
    watch(client, () => {
      throw new Error("the subscriber's own");
    });
    watch(client, () => told.push(client.session()));
    return { ready: await outcomeOf(client.ready), call: await outcomeOf(client.getAccessToken()), told, reported };
  }, CONFIG);
  assert.deepEqual(seen, { ready: "resolved", call: "no_session", told: [null], reported: ["the subscriber's own"] });
});

test("a failure that no call and no ready can tell is reported, once", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async () => {
    const reported = [];
    addEventListener("error", (event) => (reported.push(event.error?.code), event.preventDefault()));
    const wait = () => new Promise((resolve) => setTimeout(resolve, 200));
    const silent = sdk.lazyClient({ siteUrl: "http://shop.example", clientId: "silent" });
    silent.subscribe(() => {});
    silent.subscribe(() => {});
    await wait();
    silent.subscribe(() => {}); // another component, which tries nothing again
    await wait();
    const told = sdk.lazyClient({ siteUrl: "http://shop.example", clientId: "told" });
    told.subscribe(() => {});
    await outcomeOf(told.ready);
    const closed = sdk.lazyClient({ siteUrl: "http://shop.example", clientId: "closed" });
    closed.subscribe(() => {});
    closed.close();
    await wait();
    return { reported, rejections };
  });
  assert.deepEqual(seen, { reported: ["invalid_config"], rejections: [] });
});

test("a call ends by its signal or its time limit while the core is loaded", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const { compile } = WebAssembly;
    WebAssembly.compile = async (bytes) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return compile(bytes);
    };
    const began = performance.now();
    const client = sdk.lazyClient({ ...config, timeoutMs: 300 });
    const signal = AbortSignal.abort("at once");
    const controller = new AbortController();
    setTimeout(() => controller.abort("in between"), 50);
    const person = { username: "ada", password: "secret" };
    const calls = [
      client.login({ ...person, signal }),
      client.login({ ...person, signal: controller.signal }),
      client.fetch(`${config.siteUrl}/`, { signal: controller.signal }),
      client.fetch(new Request(`${config.siteUrl}/`, { signal: controller.signal })),
      client.completeSocialSignOn(`${location.origin}/?code=1`, { signal: controller.signal }),
      client.login(person),
    ];
    const ended = await Promise.all(calls.map((call) => call.then(() => "resolved", ({ code, cause, retryable }) => [code, String(cause), retryable])));
    const isEarly = performance.now() - began < 1000;
    return { ended, isEarly, ready: await outcomeOf(client.ready), rejections };
  }, CONFIG);
  assert.deepEqual(seen, {
    ended: [
      ["aborted", "at once", false],
      ...Array.from({ length: 4 }, () => ["aborted", "in between", false]),
      ["timeout", "undefined", true],
    ],
    isEarly: true,
    ready: "resolved",
    rejections: [],
  });
});

test("a call that was given up while the core was loaded is not made later", async () => {
  const site = await makeSite(origin);
  const page = await openWatchedPage(`${origin}/`);
  const codes = await page.evaluate(async ([config, person]) => {
    const client = sdk.lazyClient(config);
    const controller = new AbortController();
    const login = outcomeOf(client.login({ ...person, signal: controller.signal }));
    controller.abort();
    return [await login, await outcomeOf(client.ready), await outcomeOf(client.getAccessToken())];
  }, [site.config, person(site.user)]);
  assert.deepEqual(codes, ["aborted", "resolved", "no_session"]);
  assert.deepEqual(await site.requests(), []);
});

test("arguments that cannot be read reject, and nothing is thrown", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const codes = await page.evaluate(async (config) => {
    const hostile = () => {
      throw new Error("foreign");
    };
    const client = sdk.lazyClient(config);
    const calls = [
      () => client.login({ get username() { return hostile(); }, password: "secret" }),
      () => client.login(new Proxy({}, { ownKeys: hostile, get: hostile, getPrototypeOf: hostile })),
      () => client.login({ username: "ada", password: "secret", get signal() { return hostile(); } }),
      () => client.login({ username: "ada", password: "secret", signal: { aborted: false, addEventListener: hostile, removeEventListener: hostile } }),
      () => client.login({ username: "ada", password: "secret", signal: "none" }),
    ];
    return Promise.all(calls.map(async (call) => {
      try {
        return await outcomeOf(call());
      } catch (error) {
        return `thrown: ${error.message}`;
      }
    }));
  }, CONFIG);
  assert.deepEqual([...codes.slice(0, 3), codes[4]], Array.from({ length: 4 }, () => "invalid_argument"));
  assert.equal(codes[3], "network", "what looks like a signal is taken for one");
});

test("arguments that contain themselves reject at once, however often they do", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const code = await page.evaluate(() => {
    const shop = { items: [] };
    shop.items.push({ shop }, { shop }, { shop });
    const person = { firstName: "A", lastName: "L", email: "a@b.c", username: "a@b.c", password: "secret", method: "email" };
    const client = sdk.lazyClient({ siteUrl: "https://shop.example/portal", clientId: "app" });
    return client.startRegistration({ ...person, customData: shop }).catch(({ code }) => code);
  });
  assert.equal(code, "invalid_argument");
});

test("a hostile config harms no other", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const hostile = () => {
      throw new Error("foreign");
    };
    const configs = [
      { get siteUrl() { return hostile(); }, clientId: "app" },
      new Proxy({}, { get: hostile, ownKeys: hostile, getPrototypeOf: hostile }),
      { ...config, scopes: [{ toString: hostile }] },
      { ...config, scopes: [{ toString: hostile }] },
    ];
    const codes = [];
    for (const each of configs) codes.push(await outcomeOf(sdk.lazyClient(each).ready));
    return [...codes, await outcomeOf(sdk.lazyClient(config).ready)];
  }, CONFIG);
  assert.deepEqual(seen, ["invalid_config", "invalid_config", "invalid_config", "invalid_config", "resolved"]);
});
