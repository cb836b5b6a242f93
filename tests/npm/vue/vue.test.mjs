import * as vite from "vite";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { viteApp } from "../lib/vite-app.mjs";

const root = import.meta.dirname;
const { built, dev } = await viteApp(root, vite);

frameworkTests("Vue, build", built, { router: true });
frameworkTests("Vue, dev", dev);
hotReloadTest("Vue, dev", dev, filesOf(root, "src/Account.vue", "src/client.js"));
