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
    { before: [null, "not known"], heard: ["guest"], kind: "guest", same: "guest", text: "guest" },
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
