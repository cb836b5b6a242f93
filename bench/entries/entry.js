/**
 * What every entry exports as `open`, so that one page can drive them all.
 *
 * @callback Open
 * @param {{ siteUrl: string, clientId: string, redirectUri: string, wasm?: string }} config
 * @param {(change: unknown) => void} onChange called when somebody signs in or out
 * @returns {Promise<Login>}
 *
 * @typedef {object} Login
 * @property {(credentials: { username: string, password: string }) => Promise<unknown>} login sends the password, or
 *   where the library has no password login, leaves for the provider's page
 * @property {(url: string) => Promise<unknown>} [comeBack] the second half, for a library that left
 * @property {() => Promise<string | undefined>} getAccessToken renewed where needed
 * @property {() => Promise<unknown>} logout
 */
export {};
