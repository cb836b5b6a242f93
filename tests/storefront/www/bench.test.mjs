import assert from "node:assert/strict";
import { test } from "node:test";
import { engine, greeting, openStorefront, refusal, shownFacts, signIn } from "../lib/browser.mjs";
import { storefrontTests } from "../lib/setup.mjs";

const start = storefrontTests();

const AUTHORIZE = "/services/oauth2/authorize";
const ECHO = "/services/oauth2/echo";
const TOKEN = "/services/oauth2/token";

/** The calls on the bench, the oldest first: `[["login", ["POST /… 302"]]]`. */
async function calls(page) {
  const shown = await page.locator("#wire > li").evaluateAll((journeys) =>
    journeys.map((journey) => [
      journey.querySelector("h3").textContent,
      [...journey.querySelectorAll(".call")].map((call) =>
        [...call.children].map((part) => part.textContent).filter(Boolean).join(" "),
      ),
    ]),
  );
  return shown.reverse();
}

const PREFLIGHT = `OPTIONS ${AUTHORIZE} 200`;

/** WebKit may leave out the preflight of a call that follows another one: it remembers what it was allowed. */
const made = ([call, requests]) => [call, requests.filter((request) => engine !== "webkit" || request !== PREFLIGHT)];

/** Waits until the newest of these calls shows as many requests as it takes. */
const settled = (page, call, requests) =>
  page.waitForFunction(
    ([call, requests]) => {
      const journeys = [...document.querySelectorAll("#wire > li")];
      const journey = journeys.find((journey) => journey.querySelector("h3").textContent === call);
      return journey?.querySelectorAll(".call").length === requests;
    },
    [call, requests],
  );

test("each request of a first login, in order, is shown under its call", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await settled(page, "userInfo", 2);

  const [guest, login, userInfo] = await calls(page);
  assert.deepEqual([guest, made(login), userInfo], [
    [
      "continueAsGuest",
      [
        `OPTIONS ${AUTHORIZE} 200`,
        `POST ${AUTHORIZE} 302`,
        `OPTIONS ${ECHO} 200`,
        `GET ${ECHO} 200`,
        `OPTIONS ${TOKEN} 200`,
        `POST ${TOKEN} 200`,
      ],
    ],
    made([
      "login",
      [
        PREFLIGHT,
        `POST ${AUTHORIZE} 302`,
        `OPTIONS ${ECHO} 200`,
        `GET ${ECHO} 200`,
        `POST ${TOKEN} 200`,
      ],
    ]),
    ["userInfo", ["OPTIONS /services/oauth2/userinfo 200", "GET /services/oauth2/userinfo 200"]],
  ]);
});

test("a request opens by keyboard and shows what it carried, secrets masked", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await settled(page, "userInfo", 2);

  const login = page.getByRole("list", { name: "Requests of login" });
  await login.locator("summary").filter({ hasText: "POST" }).first().press("Enter");
  const facts = login.locator("details[open] dl");
  const text = await facts.innerText();
  assert.match(text, /auth-request-type\s+Named-User/i);
  assert.match(text, new RegExp(`username\\s+${site.user.username}`));
  assert.match(text, /password\s+\*\*\*/);
  assert.match(text, /uvid_hint\s+[\da-f-]{36}/);
  assert.match(text, /code_challenge\s+\S{43}/);
});

test("a refused call is shown with its requests and its reason", async () => {
  const { page, site } = await start();
  await signIn(page, { ...site.user, password: "not this one" });
  await refusal(page).filter({ hasText: /./ }).waitFor();
  await page.locator("#wire").getByText("400", { exact: true }).waitFor();
  assert.deepEqual(made((await calls(page)).at(-1)), made(["login", [PREFLIGHT, `POST ${AUTHORIZE} 400`]]));
  await page.locator("#log").getByText("login was rejected at step authorize, HTTP 400.").waitFor();
});

test("the token is renewed at a press, and the time begins anew", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  const { Issued } = await shownFacts(page);
  await site.advance(90);
  await page.getByRole("button", { name: "Renew the token" }).press("Enter");

  await page.locator("#log b").getByText("refreshed", { exact: true }).waitFor();
  await settled(page, "getAccessToken", 1);
  assert.notEqual((await shownFacts(page)).Issued, Issued);
  await greeting(page).waitFor();
});

test("visitor and customer call the site's API as who they are", async () => {
  const { page, site } = await start();
  const call = () => page.getByRole("button", { name: "Call the site’s API" }).click();
  const answered = page.locator("#log b").getByText("fetch: HTTP 200", { exact: true });
  await call();
  await answered.waitFor();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await call();
  await page.waitForFunction(() => document.querySelectorAll("#log b").length >= 4);
  assert.equal(await answered.count(), 2);
});

test("a visitor's token is renewed with the same visitor id", async () => {
  const { page } = await start();
  const { Visitor } = await shownFacts(page);
  await page.getByRole("button", { name: "Renew the token" }).click();
  await page.locator("#log li").nth(1).waitFor();
  assert.equal((await shownFacts(page)).Visitor, Visitor);
});

test("without the model the browser's own list is shown, and no query with it", async () => {
  const { page, site } = await start({
    url: null,
    prepare: (page) => page.route("**/__model/**", (route) => route.abort()),
  });
  await openStorefront(page, site.storefront());
  await page.getByText("As this browser tells it").waitFor();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.locator("#wire").getByText("/services/oauth2/userinfo").waitFor();

  const shown = await page.locator("#wire").innerText();
  assert.match(shown, new RegExp(`${AUTHORIZE}.*\\s+${TOKEN}`, "s"));
  assert.ok(!/[?&]|code=/.test(shown), shown);
  assert.equal(await page.getByRole("button", { name: "Fill in" }).count(), 0, "no outbox where there is no model");
});
