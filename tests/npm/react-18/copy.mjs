import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The app of the present React, where this project's own React is found. */
export function copyApp(name) {
  const copy = join(import.meta.dirname, `.${name}`);
  rmSync(copy, { recursive: true, force: true });
  for (const file of ["src", "index.html", "hooks.html", "vite.config.js"]) {
    cpSync(join(import.meta.dirname, "../react", file), join(copy, file), { recursive: true });
  }
  return copy;
}
