/** The counter shows one view at a time. */

import { byId } from "./dom.js";

/** Each view's id in the markup, and what the window is called while it shows. */
const TITLES = {
  "sign-in": "Sign in",
  register: "Open an account",
  passwordless: "Sign in by code",
  code: "Enter your code",
  forgot: "Forgotten password",
  "new-password": "New password",
  welcome: "Your account",
  closed: "Closed",
};

/** @typedef {keyof typeof TITLES} View */

/**
 * Shows one view and takes the focus there, so that nobody is left on a button that has gone.
 * @param {View} view
 * @param {{ quietly?: boolean }} [options]  `quietly` leaves the focus alone: nobody has done anything yet.
 */
export function show(view, { quietly = false } = {}) {
  for (const id of Object.keys(TITLES)) byId(id).hidden = id !== view;
  document.title = `${TITLES[view]} · Tarn & Teasel`;
  if (!quietly) byId(`${view}-title`).focus();
}

/** @returns {View} */
export function shown() {
  return /** @type {View} */ (Object.keys(TITLES).find((id) => !byId(id).hidden));
}

/** Buttons that only lead to another view say so in the markup: `data-go="register"`. @param {(view: View) => void} go */
export function followLinks(go) {
  for (const button of document.querySelectorAll("[data-go]")) {
    button.addEventListener("click", () => go(/** @type {View} */ (/** @type {HTMLElement} */ (button).dataset.go)));
  }
}
