import { after } from "node:test";
import { build, createServer } from "vite";
import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;
const once = (make) => {
  let made;
  return () => (made ??= make());
};

loginTests("vite build", once(async () => {
  await build({ root, logLevel: "error" });
  return serve(`${root}/dist`);
}));

loginTests("vite dev", once(async () => {
  const server = await createServer({ root, logLevel: "error", server: { host: "127.0.0.1", port: 0 } });
  after(() => server.close());
  await server.listen();
  return server.resolvedUrls.local[0].replace(/\/$/, "");
}));
