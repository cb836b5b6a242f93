import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { after, test } from "node:test";
import next from "next";
import { openPage } from "../lib/browser.mjs";
import { loginTests } from "../lib/login.mjs";

const dir = import.meta.dirname;

execFileSync("node_modules/.bin/next", ["build"], {
  cwd: dir,
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  stdio: ["ignore", "ignore", "inherit"],
});

const app = next({ dir, dev: false });
await app.prepare();
const server = createServer(app.getRequestHandler());
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
after(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
});
const origin = `http://127.0.0.1:${server.address().port}`;

loginTests("next", origin);

test("next: a server component uses the package, and the hooks take over in the browser", async () => {
  const html = await fetch(origin).then((answer) => answer.text());
  assert.match(html, /On the server: .*no error of ours/);
  assert.match(html, /not known/);

  const page = await openPage(origin);
  await page.getByText("nobody").waitFor();
});
