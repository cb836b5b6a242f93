import { execFileSync } from "node:child_process";
import { loginTests } from "../lib/login.mjs";
import { serveBy } from "../lib/program.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;
const parcel = `${root}/node_modules/.bin/parcel`;

execFileSync(parcel, ["build", "index.html", "--no-cache", "--cache-dir", "node_modules/.parcel", "--no-source-maps", "--log-level", "warn"], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
});

const dev = (port) => [parcel, "serve", "index.html", "--port", port, "--no-cache", "--cache-dir", "node_modules/.parcel", "--dist-dir", "node_modules/.served"];
const origins = { "parcel build": await serve(`${root}/dist`), "parcel serve": await serveBy(root, dev) };
for (const [name, origin] of Object.entries(origins)) loginTests(name, origin);
