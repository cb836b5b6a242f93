/**
 * The model site sends nothing: its one-time codes wait in an outbox. This hint leads there, and offers to fill the code
 * in. With a real site there is no such hint.
 */

import { announce } from "./dom.js";

/** @typedef {"registration" | "passwordless-login" | "forgot-password"} Purpose */
/** @typedef {{ to: string, otp: string, purpose: Purpose }} Message */

/**
 * @param {HTMLElement} section  with the hint in it
 * @param {string | undefined} modelDoor  control door of the model site
 * @param {(otp: string) => void} fillIn  The code goes into the field only, never into the page's text.
 */
export function createOutboxHint(section, modelDoor, fillIn) {
  const hint = /** @type {HTMLElement} */ (section.querySelector("[data-outbox]"));
  /** @type {{ purpose: Purpose, name: string } | undefined} */
  let expected;
  if (modelDoor) {
    hint.hidden = false;
    /** @type {HTMLAnchorElement} */ (hint.querySelector("a")).href = `${modelDoor}/outbox`;
    hint.querySelector("button")?.addEventListener("click", async () => {
      const otp = await newest(modelDoor, expected);
      if (otp) fillIn(otp);
      else announce("There is no code for you in the outbox.");
    });
  }

  return {
    /** @param {Purpose} purpose  @param {string} name  Whose code it is: their username, which may not be their address. */
    expect(purpose, name) {
      expected = { purpose, name };
    },
  };
}

/** @param {string} modelDoor  @param {{ purpose: Purpose, name: string } | undefined} expected */
async function newest(modelDoor, expected) {
  const answer = await fetch(`${modelDoor}/outbox`).catch(() => undefined);
  /** @type {Message[]} */
  const messages = answer?.ok ? await answer.json().catch(() => []) : [];
  const fitting = messages.filter(({ purpose }) => purpose === expected?.purpose);
  const theirs = fitting.filter(({ to }) => to.toLowerCase() === expected?.name.toLowerCase());
  return (theirs.at(-1) ?? fitting.at(-1))?.otp;
}
