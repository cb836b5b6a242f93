/** Signing in without a password: the first half. `code-form.js` is the second. */

import { createForm } from "./form.js";

/** @param {(username: string) => Promise<void>} sendCode */
export function createPasswordlessForm(sendCode) {
  return createForm("passwordless", {
    missing: { username: "Please enter your email or username." },
    waiting: "Sending the code…",
    send: ({ username }) => sendCode(username),
  });
}
