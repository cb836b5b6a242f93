// @vitest-environment jsdom
import { createClient } from "headless-identity";
import { createModelSite } from "headless-identity-model-site";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { FORM, loginForm } from "./login-form.js";

const site = await createModelSite();
const answer = ({ request }) => site.fetch(request).catch(() => HttpResponse.error());
const server = setupServer(http.all(`${site.siteUrl}/*`, answer));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

test("a wrong password is said in the form, and the right one signs in", async () => {
  document.body.innerHTML = FORM;
  const [form] = document.forms;
  const { username, password, answer } = form.elements;
  loginForm(form, await createClient({ siteUrl: site.siteUrl, clientId: site.clientId }));

  username.value = site.users[0].username;
  password.value = "not-the-password";
  form.requestSubmit();
  await vi.waitFor(() => expect(answer.value).toBe("Wrong username or password."));

  password.value = site.users[0].password;
  form.requestSubmit();
  await vi.waitFor(() => expect(answer.value).toBe(`Signed in: ${site.users[0].id}`));
});
