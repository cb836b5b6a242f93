import * as vite from "vite";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { viteApp } from "../lib/vite-app.mjs";

const root = import.meta.dirname;
const { built, dev } = await viteApp(root, vite);

frameworkTests("Lit, build", built);
frameworkTests("Lit, dev", dev);
hotReloadTest("Lit, dev", dev, filesOf(root, "src/account.js", "src/client.js"));
