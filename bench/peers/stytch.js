import { createStytchClient } from "@stytch/vanilla-js/headless";

/** Stytch without its forms. The session is renewed in the background. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId }, onChange) {
  const stytch = createStytchClient(`public-token-live-${clientId}`, { customBaseUrl: siteUrl }); // it keeps the host alone
  stytch.session.onChange(onChange);
  return {
    login: ({ username, password }) =>
      stytch.passwords.authenticate({ email: username, password, session_duration_minutes: 60 }),
    getAccessToken: async () => stytch.session.getTokens()?.session_jwt,
    logout: () => stytch.session.revoke(),
  };
}
