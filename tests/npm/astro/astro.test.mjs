import { execFileSync } from "node:child_process";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { serveBy } from "../lib/program.mjs";
import { warmUp } from "../lib/warm-up.mjs";

const root = import.meta.dirname;
const astro = [`${root}/node_modules/.bin/node`, `${root}/node_modules/astro/bin/astro.mjs`]; // Astro 7 needs Node 22
Object.assign(process.env, { ASTRO_TELEMETRY_DISABLED: "1", ASTRO_DISABLE_UPDATE_CHECK: "true" });

const [node, ...cli] = astro;
execFileSync(node, [...cli, "build", "--silent"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
const built = await serveBy(root, (port) => [...astro, "preview", "--port", port]);
const dev = await serveBy(root, (port) => [...astro, "dev", "--port", port, "--force"]);
await warmUp(dev, ["/login", "/account"]);

frameworkTests("Astro, build", built, { server: true });
frameworkTests("Astro, dev", dev, { server: true });
hotReloadTest("Astro, dev", dev, filesOf(root, "src/islands/SignOut.jsx", "src/client.js"));
