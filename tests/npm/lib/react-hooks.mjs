/** What must hold for the hooks in Vite's dev server: only the development build of React does something in Strict Mode. */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openPage } from "./browser.mjs";
import { makeSite } from "./model-site.mjs";

/**
 * @param {string} react what the tests are of
 * @param {string} root of the app
 * @param {typeof import("vite")} vite of the project
 */
export async function hookTests(react, root, { createServer }) {
  const server = await createServer({
    root,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
    optimizeDeps: { force: true },
    cacheDir: "node_modules/.vite-hooks", // the app's own server may run at the same time
  });
  await server.listen();
  after(() => server.close());
  const origin = server.resolvedUrls.local[0].replace(/\/$/, "");

  /** Runs `body` in a page with src/hooks.jsx, in Strict Mode; it is given the config of a site. */
  function hookTest(name, body, expected) {
    test(`${react}: ${name}`, async () => {
      const { config } = await makeSite(origin);
      const page = await openPage(`${origin}/hooks.html`);
      assert.deepEqual(await page.evaluate(body, config), expected);
    });
  }

  hookTest(
    "the hooks follow a client of one's own, and leave it open",
    async () => {
      const [ada, bob] = ["005ADA", "005BOB"].map((userId) => sdk.createFakeClient({ session: { userId } }));
      const seen = [];
      const page = scene(withClient(ada));
      seen.push(page.text());
      await settled(() => ada.change({ type: "signed-out", fromOtherTab: true }));
      seen.push(page.text());
      await settled(() => page.render(withClient(bob)));
      seen.push(page.text());
      await settled(() => page.unmount());
      seen.push(await codeOf(bob.getAccessToken()));
      return seen;
    },
    ["005ADA", "nobody", "005BOB", "resolved"],
  );

  hookTest(
    "a config makes one client in Strict Mode, whose calls may come early",
    async (config) => {
      const early = [];
      const storage = countedStore();
      await settled(() => scene(withConfig({ ...config, storage }, (client) => void early.push(codeOf(client.getAccessToken())))));
      const codes = await Promise.all(early);
      const alone = countedStore();
      await sdk.createClient({ ...config, storage: alone });
      await new Promise((resolve) => setTimeout(resolve, 600)); // each looks into its store once more after 200 ms
      return { codes, sameReads: storage.reads === alone.reads && alone.reads > 0 };
    },
    { codes: ["no_session", "no_session"], sameReads: true },
  );

  hookTest(
    "the client of a config ends with its provider, and begins again with it",
    async (config) => {
      let client;
      const page = scene(withConfig(config, (given) => void (client = given)));
      await codeOf(client.getAccessToken());
      await settled(() => page.unmount());
      const afterwards = await codeOf(client.getAccessToken());
      scene(withConfig(config, (given) => void (client = given)));
      return [afterwards, await codeOf(client.getAccessToken()), client.session()];
    },
    ["aborted", "no_session", null],
  );

  hookTest(
    "a provider that is mounted again knows the session again, without a call",
    async (config) => {
      const own = { ...config, storage: "session" };
      const first = scene(withConfig(own));
      for (let tries = 0; tries < 100 && first.text() === "not known"; tries++) await settled(() => {});
      const seen = [first.text()];
      await settled(() => first.unmount());
      await sdk.createClient(own).then((client) => client.continueAsGuest());
      const second = scene(withConfig(own));
      seen.push(second.text());
      for (let tries = 0; tries < 100 && second.text() === "not known"; tries++) await settled(() => {});
      seen.push(second.text());
      return seen;
    },
    ["nobody", "not known", "guest"],
  );

  hookTest(
    "a client that could not be made is tried again by the next provider",
    async (config) => {
      const own = { ...config, storage: "session" };
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = () => {
        throw new Error("full");
      };
      const failure = await failureOf(withConfig(own));
      Storage.prototype.setItem = setItem;
      return [failure, await failureOf(withConfig(own))];
    },
    ["storage", "nobody"],
  );

  hookTest(
    "a boundary above the provider that hides it leaves the client open, with its session",
    async (config) => {
      let client;
      const effect = (given) => void (client = given);
      const page = scene(suspending(config, { effect }));
      await client.continueAsGuest();
      await settled(() => {});
      const seen = [page.text()];
      let reveal;
      const forPromise = new Promise((resolve) => (reveal = resolve));
      const pending = codeOf(client.getAccessToken());
      page.render(suspending(config, { effect, forPromise }));
      await settled(() => {});
      seen.push(page.text().includes("waiting"), await pending, await codeOf(client.getAccessToken()));
      let second;
      const other = scene(withConfig(config, (given) => void (second = given)));
      reveal();
      for (let tries = 0; tries < 100 && page.text() !== "guest"; tries++) await settled(() => {}); // React shows a fallback for a while
      seen.push(second === client, page.text(), other.text());
      await settled(() => other.unmount());
      seen.push(await codeOf(client.getAccessToken()));
      await settled(() => page.unmount());
      return [...seen, await codeOf(client.getAccessToken())];
    },
    ["guest", true, "resolved", "resolved", true, "guest", "guest", "resolved", "aborted"],
  );

  hookTest(
    "a provider that is unmounted while it is hidden closes its client",
    async (config) => {
      let client;
      const effect = (given) => void (client = given);
      const page = scene(suspending(config, { effect }));
      await client.continueAsGuest();
      page.render(suspending(config, { effect, forPromise: new Promise(() => {}) }));
      await settled(() => {});
      await settled(() => page.unmount());
      return codeOf(client.getAccessToken());
    },
    "aborted",
  );

  hookTest(
    "an Activity that hides the provider leaves the client open, with its session",
    async (config) => {
      let client;
      const effect = (given) => void (client = given);
      if (!inActivity("visible", config, effect)) return ["guest", "resolved", "guest", "aborted"]; // React 18 has none
      const page = scene(inActivity("visible", config, effect));
      await client.continueAsGuest();
      await settled(() => {});
      const seen = [page.text()];
      page.render(inActivity("hidden", config, effect));
      await settled(() => {});
      seen.push(await codeOf(client.getAccessToken()));
      page.render(inActivity("visible", config, effect));
      await settled(() => {});
      seen.push(page.text());
      await settled(() => page.unmount());
      return [...seen, await codeOf(client.getAccessToken())];
    },
    ["guest", "resolved", "guest", "aborted"],
  );

  hookTest(
    "a component may suspend on ready at its first render",
    async (config) => {
      const page = scene(suspending(config, { forPromise: "ready" }));
      const seen = [page.text()];
      // React may show what it has rendered before the core came, and render again at once.
      for (let tries = 0; tries < 100 && ["not known", "waiting"].includes(page.text()); tries++) await settled(() => {});
      return [...seen, page.text()];
    },
    ["waiting", "nobody"],
  );

  hookTest(
    "a component that suspends on ready hands the failure to the boundary, after few renders",
    async (config) => {
      const failure = await failureOf(suspending({ ...config, clientId: "" }, { forPromise: "ready" }));
      await settled(() => {});
      return [failure, globalThis.renders < 20];
    },
    ["invalid_config", true],
  );

  hookTest(
    "listeners of a client to come hear its events until they end",
    async (config) => {
      const heard = [];
      let client;
      const page = scene(
        withConfig(config, (given) => {
          client = given;
          return given.subscribe(({ type }) => heard.push(type));
        }),
      );
      const end = client.subscribe(() => heard.push("ended"));
      end();
      const before = [client.session(), page.text()];
      await settled(() => {});
      const { kind } = await client.continueAsGuest();
      await settled(() => {});
      return { before, heard, kind, same: client.session().kind, text: page.text() };
    },
    { before: [undefined, "not known"], heard: ["guest"], kind: "guest", same: "guest", text: "guest" },
  );

  hookTest(
    "hooks without a provider say so",
    () => {
      try {
        scene(nobody);
      } catch (error) {
        return error.message;
      }
    },
    "useClient and useSession need a <HeadlessProvider> above them.",
  );
}
