import { after } from "node:test";
import { build, createServer } from "vite";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;

await build({ root, logLevel: "error" });
const built = await serve(`${root}/dist`);

const server = await createServer({
  root,
  logLevel: "error",
  server: { host: "127.0.0.1", port: 0 },
  optimizeDeps: { force: true }, // a tarball of the same version may have other contents
});
await server.listen();
after(() => server.close());

loginTests("vite 7 build", built);
loginTests("vite 7 dev", server.resolvedUrls.local[0].replace(/\/$/, ""));
