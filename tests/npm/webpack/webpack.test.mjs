import { copyFile } from "node:fs/promises";
import { promisify } from "node:util";
import webpack from "webpack";
import { lazyChunkTest } from "../lib/lazy-chunk.mjs";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const context = import.meta.dirname;

for (const mode of ["production", "development"]) {
  const path = `${context}/dist/${mode}`;
  const compiler = webpack({ context, mode, entry: { main: "./main.js", lazy: "./lazy.js" }, output: { path } });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats.hasErrors()) throw new Error(stats.toString("errors-only"));
  await promisify(compiler.close.bind(compiler))();
  for (const page of ["index.html", "lazy.html"]) await copyFile(`${context}/${page}`, `${path}/${page}`);

  const origin = await serve(path);
  loginTests(`webpack ${mode}`, origin);
  if (mode === "production") lazyChunkTest("webpack", `${origin}/lazy.html`);
}
