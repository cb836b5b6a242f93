/** Opening an account: the first half. The code that comes by email is the second, in `code-form.js`. */

import { createForm } from "./form.js";

/** @typedef {{ firstName: string, lastName: string, email: string, password: string }} NewCustomer */

/** @param {(person: NewCustomer) => Promise<void>} register */
export function createRegisterForm(register) {
  return createForm("register", {
    missing: {
      firstName: "Please enter your first name.",
      lastName: "Please enter your last name.",
      email: "Please enter your email address.",
      password: "Please choose a password.",
    },
    waiting: "Sending the code…",
    sentence: saidByTheShop,
    send: (values) => register(/** @type {NewCustomer} */ (values)),
  });
}

/**
 * What a site's registration handler refuses is about what the person typed, and its text is meant for them: a password
 * that is too short, an address that is taken.
 * @param {any} error
 */
export function saidByTheShop({ code, status, errorDescription } = {}) {
  const isRefusal = code === "server_error" && status === 400 && errorDescription;
  return isRefusal ? `We could not open the account: ${errorDescription}.` : undefined;
}
