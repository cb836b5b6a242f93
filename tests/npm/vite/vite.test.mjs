import * as vite from "vite";
import { lazyChunkTest } from "../lib/lazy-chunk.mjs";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";
import { viteApp } from "../lib/vite-app.mjs";

const root = import.meta.dirname;
const { built, dev } = await viteApp(root, vite);

loginTests("vite build", built);
loginTests("vite dev", dev);

const outDir = `${root}/dist/lazy`;
await vite.build({ root, logLevel: "error", build: { outDir, rollupOptions: { input: `${root}/lazy.html` } } });
lazyChunkTest("vite build", `${await serve(outDir)}/lazy.html`);
