/** The login form: takes what a person types, shows progress and refusals. It knows nothing of the SDK. */

import { announce, byId, fillFacts, isBusy, setBusy } from "./dom.js";
import { forCustomer, forDeveloper } from "./errors.js";

const WELCOME = byId("lead").textContent;

/**
 * @param {(credentials: { username: string, password: string }) => Promise<void>} signIn
 *   Settles when the person is signed in and the page shows it; rejects with the reason why not.
 */
export function createLoginForm(signIn) {
  const form = byId("login");
  const submit = byId("submit");
  const { username, password } = form.elements;
  const refusal = byId("refusal");
  const details = byId("refusal-details");
  const reveal = byId("reveal");

  form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (isBusy(submit)) return;
    clearRefusal();
    setRevealed(false);
    if (!username.value.trim() || !password.value) return askForMissing();

    setWaiting(true);
    try {
      // No username begins or ends with a space, but phone keyboards like to add one. A password is sent as typed.
      await signIn({ username: username.value.trim(), password: password.value });
      reset();
    } catch (error) {
      refuse(error);
    } finally {
      setWaiting(false);
    }
  });

  reveal.addEventListener("click", () => setRevealed(password.type === "password"));
  for (const field of [username, password]) {
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
  }

  /** @param {boolean} waiting */
  function setWaiting(waiting) {
    setBusy(submit, waiting, waiting ? "Signing in…" : "Sign in");
    username.readOnly = password.readOnly = waiting;
    if (waiting) announce("Signing in…");
  }

  /** @param {boolean} revealed */
  function setRevealed(revealed) {
    password.type = revealed ? "text" : "password";
    reveal.textContent = revealed ? "Hide" : "Show";
    reveal.setAttribute("aria-label", revealed ? "Hide password" : "Show password");
  }

  function askForMissing() {
    const empty = username.value.trim() ? password : username;
    say(empty === username ? "Please enter your email or username." : "Please enter your password.");
    pointAt(empty);
  }

  /** @param {unknown} error */
  function refuse(error) {
    const { sentence, aboutWhatWasTyped } = forCustomer(error);
    say(sentence);
    fillFacts(details.querySelector("dl"), forDeveloper(error));
    details.hidden = false;
    if (aboutWhatWasTyped) {
      username.setAttribute("aria-invalid", "true");
      pointAt(password);
      password.select();
    } else {
      refusal.focus();
    }
  }

  /** @param {string} sentence */
  function say(sentence) {
    refusal.textContent = sentence;
    byId("lead").hidden = true;
  }

  /** @param {HTMLInputElement} field */
  function pointAt(field) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", refusal.id);
    field.focus();
  }

  function clearRefusal() {
    refusal.textContent = "";
    byId("lead").hidden = false;
    details.hidden = true;
    details.open = false;
    for (const field of [username, password]) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  /** The password leaves the page's memory as far as a page can see to that. */
  function reset() {
    form.reset();
    setRevealed(false);
    clearRefusal();
  }

  return {
    /** Until the SDK is ready there is nothing to submit to. */
    open() {
      submit.disabled = false;
    },

    /**
     * Offers the model site's invented user. The password goes into the field only, never into the page's text.
     * @param {{ username: string, password: string }} user
     */
    offer(user) {
      byId("hint").querySelector("[data-username]").textContent = user.username;
      byId("hint").hidden = false;
      byId("fill").addEventListener("click", () => {
        username.value = user.username;
        password.value = user.password;
        clearRefusal();
        submit.focus();
      });
    },

    /** Shows why another way of signing in failed. */
    refuse,

    /** @param {string} [lead]  What to say above the fields in place of the usual welcome. */
    greet(lead = WELCOME) {
      clearRefusal();
      byId("lead").textContent = lead;
    },
  };
}
