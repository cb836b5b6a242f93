import { execFileSync } from "node:child_process";
import { filesOf, frameworkTests, hotReloadTest } from "../lib/framework.mjs";
import { serveBy } from "../lib/program.mjs";
import { serveApp } from "../lib/serve.mjs";

const root = import.meta.dirname;
const node = `${root}/node_modules/.bin/node`;
const ng = `${root}/node_modules/@angular/cli/bin/ng.js`;
process.env.NG_CLI_ANALYTICS = "false";

const build = (...options) => execFileSync(node, [ng, "build", ...options], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
build();
build("--configuration", "zone");
const server = await serveBy(root, (port) => ["env", `PORT=${port}`, node, "dist/server/server/server.mjs"]);
const zone = await serveApp(`${root}/dist/zone/browser`);
const dev = await serveBy(root, (port) => [node, ng, "serve", "--port", port]);

frameworkTests("Angular, build with a server and one prerendered page", server, { server: true });
frameworkTests("Angular, build with zone.js", zone, { router: true });
frameworkTests("Angular, dev", dev, { server: true });
hotReloadTest("Angular, dev", dev, filesOf(root, "src/app/account.ts", "src/app/app.config.ts"), change);

/** A change of the template is hot, any other reloads the page, and one that changes nothing in the bundle does neither. */
function change(file, text) {
  return file.endsWith("account.ts") ? text.replace("<button", '<button title="saved"') : `${text}\nObject.assign(globalThis, { saved: true });\n`;
}
