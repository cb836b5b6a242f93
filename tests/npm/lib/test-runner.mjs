/** A project's own test runner, as one test. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { makeSite } from "./model-site.mjs";

/**
 * @param {string} name of what the runner tests
 * @param {string} folder of the project
 * @param {string[]} args the program in the project's node_modules, and its arguments
 * @param {Record<string, string>} env
 */
export function runnerTest(name, folder, [program, ...args], env = {}) {
  test(name, () => {
    const { FORCE_COLOR, NODE_TEST_CONTEXT, ...ours } = process.env; // this runner's own affairs
    const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${program}`, args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...ours, ...env },
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
  });
}

/** The environment of a login in such a runner: `LOGIN_SITE` has a config and a user. */
export async function loginSite() {
  const { config, user } = await makeSite("http://localhost");
  return { LOGIN_SITE: JSON.stringify({ config, user }) };
}
