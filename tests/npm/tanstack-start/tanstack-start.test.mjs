import { execFileSync } from "node:child_process";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { serveBy } from "../lib/program.mjs";
import { warmUp } from "../lib/warm-up.mjs";

const root = import.meta.dirname;
const node = `${root}/node_modules/.bin/node`; // TanStack Start needs Node 22
const vite = `${root}/node_modules/vite/bin/vite.js`;

execFileSync(node, [vite, "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
const built = await serveBy(root, (port) => [node, vite, "preview", "--port", port, "--strictPort"]);
const dev = await serveBy(root, (port) => [node, vite, "dev", "--port", port, "--strictPort", "--force"]);
await warmUp(dev, ["/login", "/account"]);

frameworkTests("TanStack Start, build", built, { server: true });
frameworkTests("TanStack Start, dev", dev, { server: true });
hotReloadTest("TanStack Start, dev", dev, filesOf(root, "src/routes/account.tsx", "src/identity.ts"));
