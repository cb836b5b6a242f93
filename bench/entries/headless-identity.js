import { createClient } from "headless-identity";

/** What a login page needs of the package. @type {import("./entry.js").Open} */
export async function open({ siteUrl, clientId }, onChange) {
  const client = await createClient({ siteUrl, clientId });
  client.subscribe(onChange);
  return {
    login: (credentials) => client.login(credentials),
    getAccessToken: () => client.getAccessToken(),
    logout: () => client.logout(),
  };
}
