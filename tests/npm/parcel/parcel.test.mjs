import { execFileSync } from "node:child_process";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;

execFileSync("node_modules/.bin/parcel", ["build", "index.html", "--no-cache", "--cache-dir", "node_modules/.parcel", "--no-source-maps", "--log-level", "warn"], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
});

loginTests("parcel", await serve(`${root}/dist`));
