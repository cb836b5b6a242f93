// The oldest browsers that the package promises: `browserslist` in package.json, such as "safari >= 15".
import { readFileSync } from "node:fs";

const { browserslist } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const floor = browserslist.map((line) => line.split(" >= "));

/** esbuild's names, of those that it knows: Samsung Internet is a Chromium. */
const ESBUILD = { chrome: "chrome", edge: "edge", firefox: "firefox", safari: "safari", ios_saf: "ios" };

/** What esbuild's `target` is: newer syntax is written as older, and what cannot be ends the build. */
export const target = floor.filter(([name]) => name in ESBUILD).map(([name, version]) => ESBUILD[name] + version);
