/** A forgotten password: who is it, then the code and a new one. */

import { onAgain, sentTo } from "./code-form.js";
import { createForm } from "./form.js";
import { createOutboxHint } from "./outbox.js";
import { show } from "./views.js";

/**
 * @typedef {object} ResetActions
 * @property {(username: string) => Promise<void>} start  Has a code sent.
 * @property {(args: { username: string, newPassword: string, otp: string }) => Promise<void>} complete
 *   Sets the password and signs the person in with it.
 */

/** @param {ResetActions} actions  @param {string | undefined} modelDoor */
export function createResetForms({ start, complete }, modelDoor) {
  let username = "";

  const who = createForm("forgot", {
    missing: { username: "Please enter your email or username." },
    waiting: "Sending the code…",
    send: async (values) => {
      await start(values.username);
      ask(values.username);
    },
  });

  const change = createForm("new-password", {
    missing: { otp: "Please enter the code from the email.", newPassword: "Please choose a new password." },
    waiting: "Changing it…",
    blame: { invalid_otp: ["otp"], password_policy: ["newPassword"] },
    send: ({ otp, newPassword }) => complete({ username, newPassword, otp }),
  });
  const hint = createOutboxHint(change.section, modelDoor, (otp) => change.fill({ otp }));
  onAgain(change, () => start(username));

  /** @param {string} name  @param {{ quietly?: boolean }} [options] */
  function ask(name, options) {
    username = name;
    change.reset();
    change.section.querySelector("[name=username]").value = username;
    change.greet(sentTo(username));
    hint.expect("forgot-password", username);
    show("new-password", options);
  }

  return { forms: [who, change], ask };
}
