import { nodeResolve } from "@rollup/plugin-node-resolve"; // without it rollup finds no package at all
import { rollup } from "rollup";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;

const bundle = await rollup({
  input: `${root}/main.js`,
  plugins: [nodeResolve()],
  onwarn({ message }) {
    throw new Error(message);
  },
});
await bundle.write({ dir: `${root}/dist` });
await bundle.close();

loginTests("rollup", await serve(root));
