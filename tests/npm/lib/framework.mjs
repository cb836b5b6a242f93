/**
 * What must hold for an app in a framework, through the package's own entry for it. The app has three pages, all of which follow the
 * session: `/` says "not known", "nobody" or the user's id in an <output>, and has a link "Account"; `/login` has a form, shows an
 * error's code as an alert, and goes to `?returnTo=` after a login; `/account` is for signed-in users, shows the user's id in an
 * <output>, and has a button "Sign out". It takes its config from `globalThis.IDENTITY_CONFIG`, which a server does not have.
 */

import assert from "node:assert/strict";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { openContext } from "./browser.mjs";
import { makeSite } from "./model-site.mjs";

/**
 * @param {string} name of the framework, and of how it is run
 * @param {string} origin of the running app
 * @param {{ server?: boolean, router?: boolean }} [facts] `server`: whether HTML comes from a server or a build; `router`: whether the
 *   guide says that the router keeps people on the site
 */
export function frameworkTests(name, origin, { server = false, router = false } = {}) {
  test(`${name}: a wrong password, then a login`, async () => {
    const app = await App.open(origin, "/login");
    await app.logIn("not-her-password");
    await app.page.getByRole("alert").getByText("invalid_credentials").waitFor();
    await app.logIn();
    await app.shows("/account", app.user.id);
    app.isWell();
  });

  test(`${name}: a guarded route by a link, and back after the login`, async () => {
    const app = await App.open(origin, "/");
    await app.shows("/", "nobody");
    await app.page.getByRole("link", { name: "Account" }).click();
    await app.page.waitForURL((url) => url.pathname === "/login" && url.searchParams.get("returnTo") === "/account");
    await app.logIn();
    await app.shows("/account", app.user.id);
    app.isWell();
  });

  test(`${name}: a guarded route by its address, signed in or not`, async () => {
    const app = await App.open(origin, "/account");
    await app.page.waitForURL((url) => url.pathname === "/login");
    await app.logIn();
    await app.shows("/account", app.user.id);
    await app.page.reload();
    await app.shows("/account", app.user.id);
    app.isWell();
  });

  test(`${name}: two tabs of one session`, async () => {
    const app = await App.open(origin, "/login");
    await app.logIn();
    await app.shows("/account", app.user.id);
    const other = await app.tab("/");
    await other.shows("/", app.user.id);
    await app.page.getByRole("button", { name: "Sign out" }).click();
    await other.shows("/", "nobody");
    for (const tab of [app, other]) tab.isWell();
  });

  if (router) {
    test(`${name}: a returnTo of another site leads nowhere`, async () => {
      for (const returnTo of ["https://evil.example/", "//evil.example/", "/\\evil.example/"]) {
        const app = await App.open(origin, `/login?returnTo=${encodeURIComponent(returnTo)}`);
        const asked = [];
        app.page.on("request", (request) => asked.push(new URL(request.url()).hostname));
        await app.logIn();
        await app.page.waitForResponse((response) => response.url().endsWith("/token"));
        await app.page.waitForTimeout(1000);
        assert.deepEqual([new URL(app.page.url()).origin, asked.filter((host) => host === "evil.example")], [origin, []], returnTo);
      }
    });
  }

  if (server) {
    test(`${name}: the server's HTML does not know the session, and hydration finds it as it is`, async () => {
      const html = await fetch(`${origin}/`).then((answer) => answer.text());
      assert.match(html, /<output[^>]*>(?:<!--.*?-->)?not known/);
      const app = await App.open(origin, "/login");
      await app.logIn();
      await app.shows("/account", app.user.id);
      await app.page.goto(`${origin}/`);
      await app.shows("/", app.user.id);
      app.isWell();
    });
  }
}

/**
 * A dev server, while its files are saved: a component, and the module that makes the client.
 *
 * @param {string} name of the framework
 * @param {string} origin of its dev server
 * @param {string[]} files that are saved
 * @param {(file: string, text: string) => string} change what is saved; without it, the same with another comment
 */
export function hotReloadTest(name, origin, files, change = saved) {
  test(`${name}: one client is left after each hot reload, and it is signed in`, async () => {
    const app = await App.open(origin, "/login");
    await app.logIn();
    await app.shows("/account", app.user.id);
    for (const file of files) {
      const text = await readFile(file, "utf8");
      const asks = (options) => app.page.waitForRequest((request) => new URL(request.url()).origin === origin, options);
      const changed = asks({ timeout: 180_000 }); // on a busy machine, where all of it is built again
      await save(file, change(file, text));
      try {
        await changed;
        await app.page.waitForLoadState("networkidle");
        await app.shows("/account", app.user.id);
        assert.equal(await app.clients(), 1, file);
      } finally {
        const restored = asks({ timeout: 10_000 }).catch(() => {}); // not to be taken for that of the next file
        await save(file, text);
        await restored;
        await app.page.waitForTimeout(500);
      }
    }
  });
}

/** The same file with another comment in its code. */
function saved(file, text) {
  if (!/\.(vue|svelte|astro)$/.test(file)) return `${text}\n// saved\n`;
  return text.includes("</script>") ? text.replace("</script>", "// saved\n</script>") : `${text}\n<!-- saved -->\n`;
}

/** In place, so that the file is never empty: TanStack's generator of routes fills an empty one. */
async function save(path, text) {
  const file = await open(path, "r+");
  await file.write(text, 0);
  await file.truncate(Buffer.byteLength(text));
  await file.close();
}

/** A person in front of the app. */
class App {
  #problems = [];

  constructor(context, page, origin, site) {
    this.context = context;
    this.page = page;
    this.origin = origin;
    this.site = site;
    this.user = site.user;
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => this.#problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !/Failed to load resource/.test(message.text())) this.#problems.push(message.text());
    });
  }

  static async open(origin, path) {
    const site = await makeSite(origin);
    const context = await openContext();
    await context.addInitScript(prepare, { ...site.config, storage: "local" });
    const app = new App(context, await context.newPage(), origin, site);
    await app.page.goto(`${origin}${path}`);
    return app;
  }

  /** Another tab of the same profile. */
  async tab(path) {
    const tab = new App(this.context, await this.context.newPage(), this.origin, this.site);
    await tab.page.goto(`${this.origin}${path}`);
    return tab;
  }

  async logIn(password = this.user.password) {
    // A form that is not hydrated yet would be sent by the browser.
    await this.page.locator("form[data-ready]").waitFor();
    await this.page.getByLabel("Username").fill(this.user.username);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }

  async shows(path, who) {
    await this.page.waitForURL((url) => url.pathname.replace(/(?<=.)\/$/, "") === path);
    await this.page.locator("output").getByText(who, { exact: true }).waitFor();
  }

  /** How many clients are open: each has one channel to its tabs. */
  clients() {
    return this.page.evaluate(() => globalThis.openChannels);
  }

  /** Nothing was reported in the console: no failure, no mismatch of hydration. */
  isWell() {
    assert.deepEqual(this.#problems, []);
  }
}

/** Runs in each document before the app. */
function prepare(config) {
  globalThis.IDENTITY_CONFIG = config;
  globalThis.openChannels = 0;
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    #isOpen = /headless-identity/.test(this.name);
    constructor(name) {
      super(name);
      if (this.#isOpen) globalThis.openChannels++;
    }
    close() {
      if (this.#isOpen) globalThis.openChannels--;
      this.#isOpen = false;
      super.close();
    }
  };
}

/** Paths of files in a project. */
export const filesOf = (root, ...names) => names.map((name) => join(root, name));
