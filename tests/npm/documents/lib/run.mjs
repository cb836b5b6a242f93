/** Samples, run in a page against a site. */

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { openPage } from "../../lib/browser.mjs";
import { makeSite } from "../../lib/model-site.mjs";
import { serve } from "../../lib/serve.mjs";
import { withSite } from "./documents.mjs";

const root = join(import.meta.dirname, "..");
/** One for each test file: they run side by side. */
const dist = join(root, "dist", basename(process.argv[1], ".test.mjs"));

export const origin = await serve(dist);

let files = 0;

/** Bundles a module, as a front end's build does, and gives its address. */
export async function bundle(contents, resolveDir = root) {
  const outfile = join(dist, `${++files}.js`);
  await build({
    stdin: { contents, resolveDir, loader: "jsx" },
    outfile,
    bundle: true,
    format: "esm",
    jsx: "automatic",
    target: "es2022",
    logLevel: "error",
  });
  return `/${files}.js`;
}

/** A file beside the bundles. */
export async function put(name, text) {
  await mkdir(dirname(join(dist, name)), { recursive: true });
  await writeFile(join(dist, name), text);
}

/** A module that puts the package's exports under `sdk`, and an empty page with it. */
export const sdkModule = await bundle(`import * as sdk from "headless-identity"; globalThis.sdk = sdk;`);
await put("index.html", `<!doctype html><title>Samples</title><script type="module" src="${sdkModule}"></script>`);
await mkdir(join(dist, "assets"), { recursive: true });
await copyFile(join(root, "node_modules/headless-identity/dist/core.wasm"), join(dist, "assets/core.wasm"));

/** A page of a site's own, where a sample finds what its prelude declares, and `run` runs one to its end. */
export async function start(settings) {
  const site = await makeSite(origin, settings);
  const page = await openPage(`${origin}/`);
  await surround(page, site);
  const run = async (sample, change = (text) => text) => {
    const address = await bundle(change(withSite(sample.text, site)));
    return page.evaluate((address) => import(address).then(() => "done", (error) => error.code ?? String(error)), address);
  };
  return { site, page, run, shown: () => page.evaluate(() => shown) };
}

/** What the preludes declare, as it is in a real page. */
export async function surround(page, site) {
  await page.exposeFunction("askForCode", () => site.lastCode());
  await page.evaluate(
    async ({ config, user }) => {
      const shown = [];
      const kept = new Map();
      Object.assign(globalThis, config, {
        client: await sdk.createClient(config),
        username: user.username,
        password: user.password,
        newPassword: "Engine1843",
        firstName: "Mary",
        lastName: "Somerville",
        email: "mary@example.org",
        recaptcha: "ok",
        cancelButton: document.body.appendChild(document.createElement("button")),
        shown,
        show: (what) => shown.push(what),
        render: (session) => shown.push(session?.kind ?? null),
        kept,
        keychain: {
          read: async (name) => kept.get(name),
          write: async (name, text) => void kept.set(name, text),
          erase: async (name) => void kept.delete(name),
        },
      });
    },
    { config: site.config, user: site.user },
  );
}
