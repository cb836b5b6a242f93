/** The wasm of a login page in Yew, built by `cargo xtask bench`. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { weigh } from "../lib/weigh.mjs";

const BUILT = fileURLToPath(new URL("../../target/bench/rust", import.meta.url));

export async function rust() {
  const names = ["headless-identity", "oauth2", "alone"];
  return { pages: names.map((name) => ({ name, ...weigh(readFileSync(`${BUILT}/${name}.wasm`)) })) };
}
