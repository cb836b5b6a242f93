import { nodeResolve } from "@rollup/plugin-node-resolve"; // without it rollup finds no package at all
import { rollup } from "rollup";
import { lazyChunkTest } from "../lib/lazy-chunk.mjs";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;

for (const name of ["main", "lazy"]) {
  const bundle = await rollup({
    input: `${root}/${name}.js`,
    plugins: [nodeResolve()],
    onwarn({ message }) {
      throw new Error(message);
    },
  });
  await bundle.write({ dir: `${root}/dist/${name}` });
  await bundle.close();
}

const origin = await serve(root);
loginTests("rollup", origin);
lazyChunkTest("rollup", `${origin}/lazy.html`);
