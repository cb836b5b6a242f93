import { loginSite, runnerTest } from "../lib/test-runner.mjs";

const folder = import.meta.dirname;

runnerTest("jest: the fake client in jsdom, a login in Node", folder, ["jest", "--env=jsdom", "app/"], await loginSite());
runnerTest("jest that loads modules", folder, ["jest", "--env=jsdom", "modules/"], { NODE_OPTIONS: "--experimental-vm-modules" });
