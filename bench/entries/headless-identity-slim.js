import { createClient } from "headless-identity/slim";

/** The same as `headless-identity.js`, with the core fetched from `wasm`. @type {import("./entry.js").Open} */
export async function open({ siteUrl, clientId, wasm }, onChange) {
  const client = await createClient({ siteUrl, clientId, wasm });
  client.subscribe(onChange);
  return {
    login: (credentials) => client.login(credentials),
    getAccessToken: () => client.getAccessToken(),
    logout: () => client.logout(),
  };
}
