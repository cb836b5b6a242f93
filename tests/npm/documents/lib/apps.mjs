/** Guides whose files are those of an app beside this project, which is built and used there. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./documents.mjs";

const APPS = {
  "docs/angular.md": ["angular"],
  "docs/svelte.md": ["sveltekit"],
  "docs/testing.md": ["../model/recipes"],
  "docs/vue.md": ["vue", "nuxt"],
};

export const guides = Object.keys(APPS);

/** Path of the app's file that a guide's sample is about, relative to the repository. */
export function appFileOf({ path, words }) {
  const name = words.find((word) => word.includes("."));
  return name && (APPS[path] ?? []).map((app) => `tests/npm/${app}/${name}`).find((file) => existsSync(join(repository, file)));
}
