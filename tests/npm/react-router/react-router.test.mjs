import { execFileSync } from "node:child_process";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { serveBy } from "../lib/program.mjs";
import { warmUp } from "../lib/warm-up.mjs";

const root = import.meta.dirname;
const node = `${root}/node_modules/.bin/node`; // React Router 8 needs Node 22
const [cli, server] = ["dev", "serve"].map((part) => `${root}/node_modules/@react-router/${part}/bin.cjs`);

execFileSync(node, [cli, "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
const built = await serveBy(root, (port) => ["env", `PORT=${port}`, "NODE_ENV=production", node, server, "build/server/index.js"]);
const dev = await serveBy(root, (port) => [node, cli, "dev", "--port", port, "--strictPort", "--force"]);
await warmUp(dev, ["/login", "/account"]);

frameworkTests("React Router, build", built, { server: true });
frameworkTests("React Router, dev", dev, { server: true });
hotReloadTest("React Router, dev", dev, filesOf(root, "app/routes/account.jsx", "app/client.js"));
