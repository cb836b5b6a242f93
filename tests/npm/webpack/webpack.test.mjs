import { copyFile } from "node:fs/promises";
import { promisify } from "node:util";
import webpack from "webpack";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const context = import.meta.dirname;

for (const mode of ["production", "development"]) {
  const path = `${context}/dist/${mode}`;
  const compiler = webpack({ context, mode, entry: "./main.js", output: { path } });
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats.hasErrors()) throw new Error(stats.toString("errors-only"));
  await promisify(compiler.close.bind(compiler))();
  await copyFile(`${context}/index.html`, `${path}/index.html`);

  loginTests(`webpack ${mode}`, await serve(path));
}
