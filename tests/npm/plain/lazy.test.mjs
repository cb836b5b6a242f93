/** The client that is there at once, and once in a page. How bundlers split it is in ../esbuild. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };
const person = ({ username, password }) => ({ username, password });

test("it is there at once, calls wait, and the session is known after them", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async ([config, person]) => {
    const client = sdk.lazyClient(config);
    const before = client.session();
    const session = await client.login(person);
    return { before: String(before), userId: session.userId, same: client.session() === session && (await client.ready) === session };
  }, [site.config, person(site.user)]);
  assert.deepEqual(seen, { before: "undefined", userId: site.user.id, same: true });
});

test("ready is the session that was kept", async () => {
  const site = await makeSite(origin);
  const config = { ...site.config, storage: "local" };
  const page = await openPage(`${origin}/`);
  assert.equal(await page.evaluate((config) => sdk.lazyClient(config).ready, config), null);
  await page.evaluate(([config, person]) => sdk.lazyClient(config).login(person), [config, person(site.user)]);
  await page.reload();
  await page.waitForFunction(() => globalThis.sdk);
  assert.equal(await page.evaluate(async (config) => (await sdk.lazyClient(config).ready).userId, config), site.user.id);
});

test("until it is used no core is made", async () => {
  const page = await openPage(`${origin}/`);
  const made = await page.evaluate(async (config) => {
    let instances = 0;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance {
      constructor(...args) {
        super(...args);
        instances++;
      }
    };
    const client = sdk.lazyClient(config);
    client.session();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = instances;
    await client.ready;
    return { before, after: instances > 0 };
  }, CONFIG);
  assert.deepEqual(made, { before: 0, after: true });
});

test("the same config is the same client, and another one is another", async () => {
  const page = await openPage(`${origin}/`);
  const same = await page.evaluate((config) => {
    const store = () => ({ get() {}, set() {}, remove() {} });
    const mine = store();
    const pairs = {
      equal: [config, { ...config }],
      scopes: [{ ...config, scopes: ["openid", "api"] }, { ...config, scopes: ["openid", "api"] }],
      "a fallback, which a hot reload makes anew": [{ ...config, fallback: () => {} }, { ...config, fallback: () => {} }],
      "the same store": [{ ...config, storage: mine }, { ...config, storage: mine }],
      "another store": [{ ...config, storage: mine }, { ...config, storage: store() }],
      "other scopes": [config, { ...config, scopes: ["openid"] }],
      "another app": [config, { ...config, clientId: "another" }],
      "another site": [config, { ...config, siteUrl: "https://shop.example/other" }],
    };
    return Object.fromEntries(Object.entries(pairs).map(([name, [a, b]]) => [name, sdk.lazyClient(a) === sdk.lazyClient(b)]));
  }, CONFIG);
  assert.deepEqual(same, {
    equal: true,
    scopes: true,
    "a fallback, which a hot reload makes anew": true,
    "the same store": true,
    "another store": false,
    "other scopes": false,
    "another app": false,
    "another site": false,
  });
});

test("a config that is changed afterwards changes nothing", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const userId = await page.evaluate(async ([config, person]) => {
    const own = { ...config, scopes: ["openid", "api"] };
    const client = sdk.lazyClient(own);
    own.siteUrl = "https://shop.example/other";
    own.scopes.push("web");
    return (await client.login(person)).userId;
  }, [site.config, person(site.user)]);
  assert.equal(userId, site.user.id);
});

test("a second copy of the package has the same client", async () => {
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const copy = await import(`${location.origin}/node_modules//headless-identity/dist/index.js`);
    return { isCopy: copy.lazyClient !== sdk.lazyClient, same: copy.lazyClient(config) === sdk.lazyClient(config) };
  }, CONFIG);
  assert.deepEqual(seen, { isCopy: true, same: true });
});

test("it ends when its last user closes it, and begins again with the next", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async ([config, person]) => {
    const codeOf = (promise) => promise.then(() => "resolved", ({ code }) => code);
    const [first, second] = [sdk.lazyClient(config), sdk.lazyClient(config)];
    await first.login(person);
    const codes = [];
    first.close();
    codes.push(await codeOf(second.getAccessToken()));
    second.close();
    codes.push(await codeOf(second.getAccessToken()));
    second.close(); // once too often
    const again = sdk.lazyClient(config);
    codes.push(await codeOf(again.getAccessToken()));
    return codes;
  }, [{ ...site.config, storage: "session" }, person(site.user)]);
  assert.deepEqual(seen, ["resolved", "aborted", "resolved"]);
});

test("closed before its first use, its calls are aborted and no core is made", async () => {
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const compiled = [];
    const { compile } = WebAssembly;
    WebAssembly.compile = (bytes) => (compiled.push(bytes.length), compile(bytes));
    const client = sdk.lazyClient(config);
    client.close();
    const { code, step, hint } = await client.login({ username: "ada", password: "secret" }).catch((error) => error);
    return { code, step, hint, compiled: compiled.length };
  }, CONFIG);
  assert.deepEqual(seen, { code: "aborted", step: "session", hint: "Call lazyClient again and use the client that it returns.", compiled: 0 });
});

test("listeners hear the events of a core to come, until they end or the client is closed", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const heard = await page.evaluate(async ([config, person]) => {
    const client = sdk.lazyClient(config);
    const heard = [];
    client.subscribe(({ type }) => heard.push(type));
    client.subscribe(() => heard.push("ended"))();
    await client.login(person);
    client.close();
    await sdk.lazyClient(config).continueAsGuest();
    return heard;
  }, [site.config, person(site.user)]);
  assert.deepEqual(heard, ["signed-in"]);
});

test("what is no listener is refused at once, and harms nobody", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const client = sdk.lazyClient(config);
    let code;
    try {
      client.subscribe("no function");
    } catch (error) {
      code = error.code;
    }
    return [code, await outcomeOf(client.getAccessToken())];
  }, CONFIG);
  assert.deepEqual(seen, ["invalid_argument", "no_session"]);
});

test("arguments are taken when the call is made", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const userId = await page.evaluate(async ([config, person]) => {
    const coming = sdk.lazyClient(config).login(person);
    person.password = "";
    return (await coming).userId;
  }, [site.config, person(site.user)]);
  assert.equal(userId, site.user.id);
});

test("so is what lies deeper in them", async () => {
  const page = await openPage(`${origin}/`);
  const sent = await page.evaluate(async (config) => {
    const { fetch } = globalThis;
    let sent;
    globalThis.fetch = (input, init) => {
      sent ??= init?.body;
      return fetch(input, init);
    };
    const [cart, address] = [["tea"], { street: "Main Street" }];
    const person = { firstName: "Ada", lastName: "L", email: "ada@example.com", username: "ada@example.com", password: "secret" };
    const coming = sdk.lazyClient(config).startRegistration({ ...person, method: "email", customData: { cart, address } });
    cart.length = 0;
    address.street = "";
    await coming.catch(() => {});
    return JSON.parse(sent).customdata;
  }, CONFIG);
  assert.deepEqual(sent, { cart: ["tea"], address: { street: "Main Street" } });
});

test("what fetch takes is taken when the call is made", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const { sent, refused } = await page.evaluate(async (config) => {
    const sent = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!request.url.endsWith("/elsewhere")) return fetch(input, init);
      sent.push([request.method, request.headers.get("x-word"), await request.text()]);
      return new Response();
    };
    const client = sdk.lazyClient(config);
    const [body, headers, bytes] = [new URLSearchParams("a=1"), new Headers({ "x-word": "1" }), new TextEncoder().encode("bytes")];
    const request = new Request("/elsewhere", { method: "POST", body: "a request's" });
    const coming = [
      client.fetch("/elsewhere", { method: "POST", body, headers }),
      client.fetch("/elsewhere", { method: "POST", body: bytes }),
      client.fetch(request),
      client.fetch("/elsewhere", new Request("/any", { method: "DELETE", headers })),
    ];
    const refused = [undefined, null, {}].map((input) => outcomeOf(client.fetch(input)));
    body.set("a", "2");
    headers.set("x-word", "2");
    bytes.fill(0);
    await request.text();
    await Promise.all(coming);
    return { sent: sent.sort(), refused: await Promise.all(refused) };
  }, CONFIG);
  const posted = [["POST", null, "a request's"], ["POST", null, "bytes"], ["POST", "1", "a=1"]];
  assert.deepEqual(sent, [["DELETE", "1", ""], ...posted]);
  assert.deepEqual(refused, Array(3).fill("invalid_argument"));
});

test("the newest fallback counts, and a secret is refused in a second config too", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const codes = await page.evaluate(async (config) => {
    delete globalThis.WebAssembly;
    const first = sdk.lazyClient(config);
    const before = await outcomeOf(first.ready);
    sdk.lazyClient({ ...config, fallback: () => import("./node_modules/headless-identity/dist/compat.js") });
    return [before, await outcomeOf(first.ready), await outcomeOf(sdk.lazyClient({ ...config, clientSecret: "x" }).ready)];
  }, CONFIG);
  assert.deepEqual(codes, ["wasm_unavailable", "resolved", "invalid_config"]);
});

test("ready is one promise until the session changes", async () => {
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const client = sdk.lazyClient(config);
    const early = client.ready;
    const seen = [client.ready === early, await early, client.ready === early];
    const other = sdk.lazyClient({ ...config, storage: "local" });
    other.subscribe(() => {});
    seen.push(await other.ready, other.ready === other.ready);
    client.close();
    return [...seen, client.ready === client.ready, await client.ready.catch(({ code }) => code)];
  }, CONFIG);
  assert.deepEqual(seen, [true, null, true, null, true, true, "aborted"]);
});

test("where WebAssembly is missing it takes the fallback", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const userId = await page.evaluate(async ([config, person]) => {
    delete globalThis.WebAssembly;
    const fallback = () => import("./node_modules/headless-identity/dist/compat.js");
    return (await sdk.lazyClient({ ...config, fallback }).login(person)).userId;
  }, [site.config, person(site.user)]);
  assert.equal(userId, site.user.id);
});

test("the same config is the one that createClient reads the same", async () => {
  const page = await openPage(`${origin}/`);
  const same = await page.evaluate((config) => {
    class Config {
      siteUrl = config.siteUrl;
      get clientId() {
        return config.clientId;
      }
    }
    class Leaky extends Config {
      get clientSecret() {
        return "x";
      }
    }
    const pairs = {
      "a slash at the end": [config, { ...config, siteUrl: `${config.siteUrl}/` }],
      "a class with getters": [config, new Config()],
      "a key that nobody reads": [config, { ...config, theme: "dark" }],
      "a key that is undefined": [config, { ...config, storage: undefined }],
      "a secret": [config, new Leaky()],
      "two slashes": [config, { ...config, siteUrl: `${config.siteUrl}//` }],
      "scopes in one text": [{ ...config, scopes: ["openid api"] }, { ...config, scopes: ["openid", "api"] }],
    };
    return Object.fromEntries(Object.entries(pairs).map(([name, [a, b]]) => [name, sdk.lazyClient(a) === sdk.lazyClient(b)]));
  }, CONFIG);
  assert.deepEqual(same, {
    "a slash at the end": true,
    "a class with getters": true,
    "a key that nobody reads": true,
    "a key that is undefined": true,
    "a secret": false,
    "two slashes": false,
    "scopes in one text": false,
  });
});

test("what createClient takes for a config lazyClient takes too", async () => {
  const page = await openWatchedPage(`${origin}/`);
  const codes = await page.evaluate((config) => {
    class Config {
      get siteUrl() {
        return config.siteUrl;
      }
      get clientId() {
        return config.clientId;
      }
    }
    class Leaky extends Config {
      get client_secret() {
        return "x";
      }
    }
    return Promise.all([new Config(), new Leaky(), Object.create(config)].map((config) => outcomeOf(sdk.lazyClient(config).ready)));
  }, CONFIG);
  assert.deepEqual(codes, ["resolved", "invalid_config", "resolved"]);
});

test("a copy of the client's members begins nothing", async () => {
  const page = await openPage(`${origin}/`);
  const compiled = await page.evaluate(async (config) => {
    const compiled = [];
    const { compile } = WebAssembly;
    WebAssembly.compile = (bytes) => (compiled.push(bytes.length), compile(bytes));
    const { login } = { ...sdk.lazyClient(config) };
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [typeof login, compiled.length];
  }, CONFIG);
  assert.deepEqual(compiled, ["function", 0]);
});

test("it works in a worker, as createClient does", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(([config, person]) => {
    const code = `
      import { lazyClient } from "${location.origin}/node_modules/headless-identity/dist/index.js";
      const client = lazyClient(${JSON.stringify(config)});
      const { userId } = await client.login(${JSON.stringify(person)});
      postMessage({ userId, ready: (await client.ready).userId, same: lazyClient(${JSON.stringify(config)}) === client });`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  }, [site.config, person(site.user)]);
  assert.deepEqual(seen, { userId: site.user.id, ready: site.user.id, same: true });
});
