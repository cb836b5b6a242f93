import * as vite from "vite";
import { loginTests } from "../lib/login.mjs";
import { viteApp } from "../lib/vite-app.mjs";

const { built, dev } = await viteApp(import.meta.dirname, vite);

loginTests("vite 7 build", built);
loginTests("vite 7 dev", dev);
