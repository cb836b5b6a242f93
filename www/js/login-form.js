/** Signing in by password. */

import { byId } from "./dom.js";
import { createForm } from "./form.js";

/** @param {(credentials: { username: string, password: string }) => Promise<void>} signIn */
export function createLoginForm(signIn) {
  const form = createForm("sign-in", {
    missing: { username: "Please enter your email or username.", password: "Please enter your password." },
    waiting: "Signing in…",
    // Both, and never only one: that would tell a stranger who is a customer here.
    blame: { invalid_credentials: ["username", "password"] },
    send: ({ username, password }) => signIn({ username, password }),
  });

  return {
    ...form,

    /**
     * Offers the model site's invented user. The password goes into the field only, never into the page's text.
     * @param {{ username: string, password: string }} user
     */
    offer({ username, password }) {
      byId("hint").querySelector("[data-username]").textContent = username;
      byId("hint").hidden = false;
      byId("fill").addEventListener("click", () => form.fill({ username, password }));
    },
  };
}
