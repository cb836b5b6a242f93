import { makeSite } from "../lib/model-site.mjs";
import { freePort } from "../lib/program.mjs";
import { runnerTest } from "../lib/test-runner.mjs";

const folder = import.meta.dirname;
const port = await freePort(); // the site has to know the origin that its requests come from
const { config, user } = await makeSite(`http://localhost:${port}`);
const site = { VITE_LOGIN_SITE: JSON.stringify({ config, user }) };

runnerTest(
  "Vitest in a browser: a component with the fake client, a login of lazyClient",
  folder,
  ["node", "node_modules/vitest/vitest.mjs", "run", `--api.port=${port}`, "--api.strictPort"], // Vitest 5 needs Node 22
  site,
);
