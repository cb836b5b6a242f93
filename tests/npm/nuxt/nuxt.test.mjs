import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { serveBy } from "../lib/program.mjs";
import { warmUp } from "../lib/warm-up.mjs";

const root = import.meta.dirname;
const node = `${root}/node_modules/.bin/node`;
const nuxt = `${root}/node_modules/nuxt/bin/nuxt.mjs`;
process.env.NUXT_TELEMETRY_DISABLED = "1";

execFileSync(node, [nuxt, "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
rmSync(`${root}/node_modules/.cache/vite`, { recursive: true, force: true }); // a tarball of the same version may have other contents
const built = await serveBy(root, (port) => ["env", `PORT=${port}`, node, ".output/server/index.mjs"]);
const dev = await serveBy(root, (port) => [node, nuxt, "dev", "--port", port, "--host", "localhost"]);

await warmUp(dev, ["/login", "/login"]);

frameworkTests("Nuxt, build", built, { server: true });
frameworkTests("Nuxt, dev", dev, { server: true });
hotReloadTest("Nuxt, dev", dev, filesOf(root, "app/pages/account.vue", "app/utils/identity.ts"));
