import { createClient } from "headless-identity";
import { createModelSite } from "headless-identity-model-site";
import { expect } from "storybook/test";
import { FORM, loginForm } from "./login-form.js";

export default {
  title: "Login form",
  async beforeEach({ parameters }) {
    const { fetch } = window;
    site = await createModelSite(parameters.site);
    window.fetch = site.fetch;
    client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId });
    return () => {
      client.close();
      window.fetch = fetch;
    };
  },
  render() {
    const page = document.createElement("div");
    page.innerHTML = FORM;
    loginForm(page.querySelector("form"), client);
    return page;
  },
};

/** Of the story on show. */
let site, client;

async function logIn({ canvas, userEvent }) {
  const [{ username, password }] = site.users;
  await userEvent.type(canvas.getByLabelText("Username"), username);
  await userEvent.type(canvas.getByLabelText("Password"), password);
  await userEvent.click(canvas.getByRole("button", { name: "Log in" }));
}

export const Empty = {};

export const SignedIn = {
  async play(context) {
    await logIn(context);
    await expect(await context.canvas.findByText(`Signed in: ${site.users[0].id}`)).toBeVisible();
  },
};

export const FlowSwitchedOff = {
  parameters: { site: { app: { isCodeCredFlowEnabled: false } } },
  async play(context) {
    await logIn(context);
    await expect(await context.canvas.findByText("Not now: flow_not_enabled")).toBeVisible();
  },
};
