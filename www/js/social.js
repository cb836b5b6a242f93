/**
 * Social sign-on: out to a provider, and back to this page with a code in its address.
 *
 * An address bar is seen over shoulders, kept in histories, copied into chats. So the callback is taken out of it before
 * anything else happens: before the SDK is loaded, and whether or not the SDK will accept it.
 *
 * What no page can clear is the browser's timing entry of this navigation, which scripts of this page can read. The code in
 * it is spent by then, and without the verifier it never was good for anything.
 */

import { announce, byId, isBusy, setBusy } from "./dom.js";

/** What a site adds to the address of the page that it sends people back to. */
const ADDED = ["code", "state", "error", "error_description", "sfdc_community_url", "sfdc_community_id"];

/**
 * This page as the app has it among its callback URLs: without what a callback added, without a fragment.
 * @param {string} address
 */
export function callbackUrl(address) {
  const url = new URL(address);
  for (const name of ADDED) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}

/**
 * Takes the callback out of the address bar and the history. To be called first thing on load.
 * @returns {string | undefined}  The full address, for `completeSocialSignOn`; nothing where this is no callback.
 */
export function takeCallback() {
  const address = location.href;
  const query = new URL(address).searchParams;
  const isCallback = query.has("state") && (query.has("code") || query.has("error"));
  if (!isCallback) return undefined;
  history.replaceState(null, "", callbackUrl(address));
  return address;
}

/**
 * The button "Continue with …"; without a provider it stays hidden.
 * @param {string} provider
 * @param {{ leaveFor: () => Promise<string>, refuse: (error: unknown) => void }} actions
 *   `leaveFor` makes the provider's address; `refuse` shows why that failed.
 */
export function createSocialButton(provider, { leaveFor, refuse }) {
  const button = byId("social");
  const label = `Continue with ${provider}`;

  button.addEventListener("click", async () => {
    if (isBusy(button)) return;
    setBusy(button, true, `Going to ${provider}…`);
    try {
      location.assign(await leaveFor());
    } catch (error) {
      setBusy(button, false, label);
      refuse(error);
    }
  });
  // Whoever comes back by the browser's own button finds the page as they left it, and must be able to leave again.
  addEventListener("pageshow", (event) => event.persisted && setBusy(button, false, label));

  setBusy(button, false, label);
  button.hidden = !provider;

  return {
    /** Shows that the way back is under way. @param {boolean} waiting */
    wait(waiting) {
      setBusy(button, waiting, waiting ? "Signing in…" : label);
      if (waiting) announce("Signing in…");
    },
  };
}
