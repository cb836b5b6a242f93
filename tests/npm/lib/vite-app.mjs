/** An app that Vite builds and serves. */

import { after } from "node:test";
import { serveApp } from "./serve.mjs";

/**
 * @param {string} root of the app
 * @param {typeof import("vite")} vite of the project
 * @returns {Promise<{ built: string, dev: string }>} the origins of the build and of the dev server
 */
export async function viteApp(root, { build, createServer }) {
  await build({ root, logLevel: "error" });
  const built = await serveApp(`${root}/dist`);
  const server = await createServer({
    root,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
    optimizeDeps: { force: true }, // a tarball of the same version may have other contents
  });
  await server.listen();
  after(() => server.close());
  return { built, dev: server.resolvedUrls.local[0].replace(/\/$/, "") };
}
