import { execFileSync } from "node:child_process";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { serveBy } from "../lib/program.mjs";

const root = import.meta.dirname;
const node = `${root}/node_modules/.bin/node`;
const vite = `${root}/node_modules/vite/bin/vite.js`;

execFileSync(node, [vite, "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
const built = await serveBy(root, (port) => ["env", `PORT=${port}`, `ORIGIN=http://localhost:${port}`, node, "build"]);
// `--force`: a tarball of the same version may have other contents.
const dev = await serveBy(root, (port) => [node, vite, "dev", "--force", "--port", port, "--strictPort", "--host", "localhost"]);

frameworkTests("SvelteKit, build", built, { server: true, router: true });
frameworkTests("SvelteKit, dev", dev, { server: true });
hotReloadTest("SvelteKit, dev", dev, filesOf(root, "src/routes/account/+page.svelte", "src/lib/identity.ts"));
