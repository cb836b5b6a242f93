/**
 * A form at the counter: takes what a person types, shows progress and refusals. It knows nothing of the SDK.
 *
 * Its section in the markup holds `.lead`, `.refusal`, the form, and `.dev` with the facts for developers.
 */

import { announce, byId, fillFacts, isBusy, setBusy } from "./dom.js";
import { forCustomer, forDeveloper } from "./errors.js";

/** @typedef {Record<string, string>} Values  By the fields' names. */

/**
 * @typedef {object} FormOptions
 * @property {Record<string, string>} missing  What to say when a field is empty, in the order of the fields.
 * @property {string} waiting  What the button says while the work is under way.
 * @property {Record<string, string[]>} [blame]  Error code → the fields it is about; the focus goes to the last.
 * @property {(error: unknown) => string | undefined} [sentence]  Words of this form's own for an error.
 * @property {(values: Values) => Promise<void>} send
 *   Settles when it is done and the page shows what comes next; rejects with the reason why not.
 */

/** @param {string} view  @param {FormOptions} options */
export function createForm(view, { missing, waiting, blame = {}, sentence = () => undefined, send }) {
  const section = byId(view);
  const find = (/** @type {string} */ selector) => /** @type {any} */ (section.querySelector(selector));
  const form = find("form");
  const [submit, lead, refusal, details] = ["[type=submit]", ".lead", ".refusal", ".dev"].map(find);
  const [idle, welcome] = [submit.querySelector("[data-text]").textContent, lead.textContent];
  const names = Object.keys(missing);
  const fields = names.map((name) => form.elements[name]);
  const rules = new Map(fields.map((field) => [field, field.getAttribute("aria-describedby")]));

  form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (isBusy(submit)) return;
    clearRefusal();
    hidePasswords();
    const values = typed();
    const empty = names.find((name) => !values[name]);
    if (empty) return askFor(empty);

    setWaiting(true);
    try {
      await send(values);
      reset();
    } catch (error) {
      refuse(error);
    } finally {
      setWaiting(false);
    }
  });

  for (const field of fields) field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
  for (const reveal of section.querySelectorAll(".reveal")) {
    reveal.addEventListener("click", () => setRevealed(reveal, passwordOf(reveal).type === "password"));
  }

  /** No name or code begins or ends with a space, but phone keyboards like to add one. A password is sent as typed. */
  function typed() {
    const value = (/** @type {HTMLInputElement} */ field) => (isPassword(field) ? field.value : field.value.trim());
    return Object.fromEntries(names.map((name, i) => [name, value(fields[i])]));
  }

  /** @param {boolean} isWaiting */
  function setWaiting(isWaiting) {
    setBusy(submit, isWaiting, isWaiting ? waiting : idle);
    for (const field of fields) field.readOnly = isWaiting;
    if (isWaiting) announce(waiting);
  }

  /** @param {Element} reveal  @param {boolean} revealed */
  function setRevealed(reveal, revealed) {
    passwordOf(reveal).type = revealed ? "text" : "password";
    reveal.textContent = revealed ? "Hide" : "Show";
    reveal.setAttribute("aria-label", revealed ? "Hide password" : "Show password");
  }

  function hidePasswords() {
    for (const reveal of section.querySelectorAll(".reveal")) setRevealed(reveal, false);
  }

  /** @param {string} name */
  function askFor(name) {
    say(missing[name]);
    pointAt([name]);
  }

  /** @param {unknown} error */
  function refuse(error) {
    const code = /** @type {{ code?: string }} */ (error ?? {}).code ?? "";
    say(sentence(error) ?? forCustomer(error));
    fillFacts(details.querySelector("dl"), forDeveloper(error));
    details.hidden = false;
    const about = code === "invalid_argument" ? names : blame[code];
    if (about) pointAt(about).select();
    else refusal.focus();
  }

  /** @param {string} text */
  function say(text) {
    refusal.textContent = text;
    lead.hidden = true;
  }

  /** Marks fields, and takes the focus to the last. @param {string[]} about  @returns {HTMLInputElement} */
  function pointAt(about) {
    for (const name of about) form.elements[name].setAttribute("aria-invalid", "true");
    const field = form.elements[about[about.length - 1]];
    field.setAttribute("aria-describedby", [refusal.id, rules.get(field)].filter(Boolean).join(" "));
    field.focus();
    return field;
  }

  function clearRefusal() {
    refusal.textContent = "";
    lead.hidden = false;
    details.hidden = true;
    details.open = false;
    for (const field of fields) {
      field.removeAttribute("aria-invalid");
      const rule = rules.get(field);
      if (rule) field.setAttribute("aria-describedby", rule);
      else field.removeAttribute("aria-describedby");
    }
  }

  /** What was typed leaves the page's memory, as far as a page can see to that. */
  function reset() {
    form.reset();
    hidePasswords();
    clearRefusal();
  }

  return {
    section,
    reset,

    /** Until the SDK is ready there is nothing to submit to. */
    open() {
      submit.disabled = false;
    },

    /** Puts values into fields, for the person to send. @param {Values} values */
    fill(values) {
      for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
      clearRefusal();
      const next = fields.find((field) => !field.value) ?? submit;
      next.focus();
    },

    /** Puts values where nothing was typed yet. @param {Values} values */
    suggest(values) {
      for (const [name, value] of Object.entries(values)) form.elements[name].value ||= value;
    },

    /** What the person has typed so far, of one field. @param {string} name  @returns {string} */
    typed: (name) => typed()[name],

    /** Nobody is at this form any more: what is secret in it goes. */
    forget() {
      for (const field of fields) if (isSecret(field)) field.value = "";
      hidePasswords();
    },

    /** Shows why something failed that this form stands for. */
    refuse,

    /** @param {string} [text]  What to say above the fields in place of the usual welcome. */
    greet(text = welcome) {
      clearRefusal();
      lead.textContent = text;
    },
  };
}

/** @param {Element} reveal */
function passwordOf(reveal) {
  return byId(reveal.getAttribute("aria-controls") ?? "");
}

/** @param {HTMLInputElement} field */
function isSecret(field) {
  return isPassword(field) || field.autocomplete === "one-time-code";
}

/** By `autocomplete`, for a password that is shown is a text field. @param {HTMLInputElement} field */
function isPassword(field) {
  return field.autocomplete.endsWith("password");
}
