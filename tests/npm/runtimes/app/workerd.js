// Bundles worker.js, runs it in workerd, and prints its answer.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const {
  outputFiles: [{ text }],
} = await build({
  entryPoints: [fileURLToPath(new URL("worker.js", import.meta.url))],
  bundle: true,
  write: false,
  format: "esm",
  conditions: ["workerd", "worker", "browser"],
  external: ["*.wasm"],
});

const miniflare = new Miniflare({
  compatibilityDate: "2026-07-01",
  modules: [
    { type: "ESModule", path: "worker.js", contents: text },
    { type: "CompiledWasm", path: "headless-identity/core.wasm", contents: await readFile(new URL(import.meta.resolve("headless-identity/core.wasm"))) },
  ],
});
try {
  const answer = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body: process.argv[2] });
  console.log(await answer.text());
} finally {
  await miniflare.dispose();
}
