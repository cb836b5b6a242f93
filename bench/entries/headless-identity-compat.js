import { createClient } from "headless-identity/compat";

/** The same as `headless-identity.js`, without WebAssembly. @type {import("./entry.js").Open} */
export async function open({ siteUrl, clientId }, onChange) {
  const client = await createClient({ siteUrl, clientId });
  client.subscribe(onChange);
  return {
    login: (credentials) => client.login(credentials),
    getAccessToken: () => client.getAccessToken(),
    logout: () => client.logout(),
  };
}
