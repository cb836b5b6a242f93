// @vitest-environment jsdom
import { createFakeClient } from "headless-identity/testing";
import { expect, test, vi } from "vitest";
import { FORM, loginForm } from "./login-form.js";

test("the form says that a site is busy", async () => {
  document.body.innerHTML = FORM;
  const [form] = document.forms;
  const client = createFakeClient();
  loginForm(form, client);

  client.failNext("login", "rate_limited");
  form.requestSubmit();
  await vi.waitFor(() => expect(form.elements.answer.value).toBe("Not now: rate_limited"));
});
