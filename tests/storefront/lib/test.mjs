/** A test of the storefront: it finds and presses things as a person does, which not every driver can. */

import { test as run } from "node:test";
import { needs } from "./browser.mjs";

export function test(name, ...given) {
  const act = given.pop();
  run(name, { ...needs("locators"), ...given[0] }, act);
}
