/** What is shown to a person who is signed in: a greeting, how their basket fared, two ways out. */

import { byId, isBusy, setBusy } from "./dom.js";

/** @param {(options: { keepBasket: boolean }) => Promise<void>} signOut */
export function createWelcome(signOut) {
  const [leave, keep] = [byId("sign-out"), byId("sign-out-keep")];
  for (const button of [leave, keep]) {
    const label = button.textContent.trim();
    button.addEventListener("click", async () => {
      if (isBusy(leave) || isBusy(keep)) return;
      setBusy(button, true, "Signing out…");
      await signOut({ keepBasket: button === keep }).finally(() => setBusy(button, false, label));
    });
  }

  return {
    /**
     * @param {Record<string, unknown> | undefined} profile  The answer of `userInfo()`, if there was one.
     * @param {string} basket  How the basket fared; empty if there is nothing to say.
     */
    greet(profile, basket) {
      const name = text(profile?.given_name) ?? text(profile?.name);
      byId("welcome-title").textContent = name ? `Good to see you, ${name}` : "Good to see you";
      byId("welcome-lead").textContent = text(profile?.email) ?? "You are signed in.";
      byId("whoami").textContent = name ?? "Signed in";
      byId("carried").textContent = basket;
      byId("carried").hidden = !basket;
      keep.hidden = !basket;
    },

    clear() {
      for (const id of ["welcome-title", "welcome-lead", "carried"]) byId(id).textContent = "";
      byId("whoami").textContent = "Sign in";
    },
  };
}

/** Userinfo is the server's word: take what is text, ignore the rest. @param {unknown} value */
function text(value) {
  return typeof value === "string" && value.trim() ? value : undefined;
}
