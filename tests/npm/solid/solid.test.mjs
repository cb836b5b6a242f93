import * as vite from "vite";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { viteApp } from "../lib/vite-app.mjs";

const root = import.meta.dirname;
const { built, dev } = await viteApp(root, vite);

frameworkTests("Solid, build", built);
frameworkTests("Solid, dev", dev);
hotReloadTest("Solid, dev", dev, filesOf(root, "src/Account.jsx", "src/client.js"));
