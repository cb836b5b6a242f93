import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { openContext } from "../lib/browser.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;
const built = `${root}/dist`;

execFileSync(`${root}/node_modules/.bin/storybook`, ["build", "--quiet", "--output-dir", built], {
  cwd: root,
  env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: "1" },
  stdio: ["ignore", "ignore", "inherit"],
});
const origin = await serve(built);

/** A story without the pages around it, and what it reports. */
async function story(name) {
  const page = await (await openContext()).newPage();
  page.setDefaultTimeout(20_000);
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && problems.push(message.text()));
  await page.goto(`${origin}/iframe.html?id=loginform--${name}`);
  return { page, problems };
}

test("Storybook: a person logs in, in a story with the fake client", async () => {
  const { page, problems } = await story("empty");
  for (const [password, role, text] of [["not-her-password", "alert", "invalid_credentials"], ["secret", "status", "005ADA"]]) {
    await page.getByLabel("Username").fill("ada");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole(role).getByText(text).waitFor();
  }
  assert.deepEqual(problems, []);
});

const ENDS = { "signed-in": ["status", "005ADA"], limited: ["alert", "rate_limited"], "logged-in": ["status", "005ADA"] };

for (const [name, [role, text]] of Object.entries(ENDS)) {
  test(`Storybook: the story "${name}" plays`, async () => {
    const { page, problems } = await story(name);
    await page.getByRole(role).getByText(text).waitFor();
    assert.deepEqual(problems, []);
  });
}
