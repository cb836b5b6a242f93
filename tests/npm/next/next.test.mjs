import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { loginTests } from "../lib/login.mjs";
import { serveBy } from "../lib/program.mjs";

const root = import.meta.dirname;
const next = `${root}/node_modules/.bin/next`;
process.env.NEXT_TELEMETRY_DISABLED = "1";

/** What `next build` makes of the project, served. */
function built(folder, ...flags) {
  execFileSync(next, ["build", ...flags], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return serveBy(folder, (port) => [next, "start", "--port", port]);
}

/** The project once more, because both builds go into the same place. */
function copy() {
  const folder = `${root}/.webpack`;
  rmSync(folder, { recursive: true, force: true });
  for (const name of ["app", "package.json"]) cpSync(`${root}/${name}`, `${folder}/${name}`, { recursive: true });
  return folder;
}

const origins = {
  "next build": await built(root),
  "next build --webpack": await built(copy(), "--webpack"),
  "next dev": await serveBy(root, (port) => [next, "dev", "--port", port]),
};

for (const [name, origin] of Object.entries(origins)) {
  loginTests(name, origin);

  test(`${name}: a server component uses the package, and the hooks take over in the browser`, async () => {
    const html = await fetch(origin).then((answer) => answer.text());
    assert.match(html, /On the server: .*no error of ours/);
    assert.match(html, /not known/);

    const page = await openPage(origin);
    await page.getByText("nobody").waitFor();
  });
}
