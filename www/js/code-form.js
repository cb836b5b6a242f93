/** The code that came by email: the second half of opening an account and of signing in without a password. */

import { isBusy, setBusy } from "./dom.js";
import { createForm } from "./form.js";
import { createOutboxHint } from "./outbox.js";
import { saidByTheShop } from "./register-form.js";
import { show } from "./views.js";

/**
 * @typedef {object} Errand  What the code is for.
 * @property {import("./outbox.js").Purpose} purpose
 * @property {string} name  Whose code it is, as they typed it.
 * @property {(otp: string) => Promise<void>} complete
 * @property {() => Promise<void>} [again]  Has another code sent.
 */

/** @param {string | undefined} modelDoor */
export function createCodeForm(modelDoor) {
  /** @type {Errand | undefined} */
  let errand;

  const form = createForm("code", {
    missing: { otp: "Please enter the code from the email." },
    waiting: "Checking the code…",
    blame: { invalid_otp: ["otp"] },
    sentence: (error) => (errand?.purpose === "registration" ? saidByTheShop(error) : undefined),
    send: async ({ otp }) => errand?.complete(otp),
  });
  const hint = createOutboxHint(form.section, modelDoor, (otp) => form.fill({ otp }));
  const again = onAgain(form, () => errand?.again?.());

  return {
    ...form,

    /** @param {Errand} next  @param {{ quietly?: boolean }} [options] */
    ask(next, options) {
      errand = next;
      again.hidden = !next.again;
      form.reset();
      // A new customer's address is what they typed; of the others the page must not tell whether they are known.
      const isNew = next.purpose === "registration";
      form.greet(isNew ? `A code is on its way to ${next.name}. It may take a minute.` : sentTo(next.name));
      hint.expect(next.purpose, next.name);
      show("code", options);
    },
  };
}

/**
 * Says the same whether or not there is such a customer, as the site does.
 * @param {string} name
 */
export function sentTo(name) {
  return `If ${name} is known to us, a code is on its way to you. It may take a minute.`;
}

/**
 * The button "Send another code" of a form.
 * @param {ReturnType<typeof createForm>} form  @param {() => Promise<void> | undefined} again
 * @returns {HTMLElement}
 */
export function onAgain(form, again) {
  const button = /** @type {HTMLElement} */ (form.section.querySelector("[data-again]"));
  button.addEventListener("click", async () => {
    if (isBusy(button)) return;
    setBusy(button, true, "");
    try {
      await again();
      form.greet("Another code is on its way. The one before is no longer good.");
    } catch (error) {
      form.refuse(error);
    } finally {
      setBusy(button, false, "");
    }
  });
  return button;
}
