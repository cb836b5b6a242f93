import { build } from "esbuild";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;

const { warnings } = await build({
  absWorkingDir: root,
  entryPoints: ["main.js"],
  outdir: "dist",
  bundle: true,
  logLevel: "error",
});
if (warnings.length > 0) throw new Error(JSON.stringify(warnings));

loginTests("esbuild", await serve(root));
