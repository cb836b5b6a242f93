// The React samples, bundled and used.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openContext } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { sampleOf, samples, withSite } from "./lib/documents.mjs";
import { bundle, origin, put } from "./lib/run.mjs";
import { isCompiled, write } from "./lib/write.mjs";

/** A page with `#root` and this module. */
async function pageWith(module, name) {
  await put(`${name}/index.html`, `<!doctype html><main id="root"></main><script type="module" src="${module}"></script>`);
  const page = await (await openContext()).newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${origin}/${name}/`);
  return page;
}

test("the React guide's app: a wrong password, a login, a sign-out", async () => {
  const site = await makeSite(origin);
  const folder = join(import.meta.dirname, ".samples/react-app");
  for (const sample of samples.filter((sample) => sample.path === "docs/react.md" && isCompiled(sample))) {
    const name = sample.words.find((word) => word.startsWith("src/"));
    if (name) write(join(folder, name), withSite(sample.text, site));
  }
  const page = await pageWith(await bundle('import "./src/main.jsx";', folder), "react-app");

  const logIn = async (password) => {
    await page.getByLabel("Username").fill(site.user.username);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  };
  await logIn("wrong");
  await page.getByRole("alert").getByText("Wrong username or password.").waitFor();
  await logIn(site.user.password);
  await page.getByText(`Signed in: ${site.user.id}`).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Username").waitFor();
});

test("the npm page's React sample, with components of three lines", async () => {
  const site = await makeSite(origin);
  const { text } = sampleOf("pkg/README.md", { heading: "React", language: "jsx" });
  const surroundings = `
    import { createRoot } from "react-dom/client";
    const { siteUrl, clientId } = ${JSON.stringify(site.config)};
    const root = createRoot(document.getElementById("root"));
    const Spinner = () => "one moment";
    const SignOut = ({ onClick }) => <button onClick={onClick}>Sign out</button>;
    const LoginForm = ({ onSubmit }) => <button onClick={() => onSubmit(${JSON.stringify(site.user)})}>Log in</button>;`;
  const page = await pageWith(await bundle(`${surroundings}\n${text}`), "react-npm");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  // The page does not wait for the revocation.
  for (let tries = 0; tries < 50 && (await site.oauthSessions()).length > 0; tries += 1) await setTimeout(100);
  assert.deepEqual(await site.oauthSessions(), []);
});
