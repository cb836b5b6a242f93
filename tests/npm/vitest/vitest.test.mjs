import { loginSite, runnerTest } from "../lib/test-runner.mjs";

const folder = import.meta.dirname;

runnerTest("vitest: the fake client in jsdom, a login in Node", folder, ["vitest", "run", "--dir=app"], await loginSite());
