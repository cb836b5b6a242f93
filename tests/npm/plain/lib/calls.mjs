/** Every call that a signal can end, for tests of what holds for all of them. */

/**
 * Runs in the page: `prepared[name](options)` makes the call of that name with a client of its own, which `prepare` has signed in
 * if the call needs that.
 */
export async function prepareCalls({ config, user: { username, password }, sample }) {
  const signedIn = async () => {
    const client = await sdk.createClient(config);
    await client.login({ username, password });
    return client;
  };
  const leftForProvider = async () => {
    const client = await sdk.createClient(config);
    const address = await client.socialSignOnUrl({ provider: "Model_IDP", redirectUri: `${location.origin}/` });
    return [client, `${location.origin}/?code=a&state=${new URL(address).searchParams.get("state")}`];
  };
  const registration = {
    firstName: "Grace", lastName: "Hopper", email: "grace@example.org", username: "grace@example.org", password,
    method: "email", recaptcha: "ok",
  };
  const code = { identifier: "an identifier", method: "email", otp: "123456" };
  const args = {
    login: { username, password },
    continueAsGuest: {},
    startRegistration: registration,
    completeRegistration: code,
    startPasswordlessLogin: { username, method: "email", recaptcha: "ok" },
    completePasswordlessLogin: code,
    startPasswordReset: { username, recaptcha: "ok" },
    completePasswordReset: { username, newPassword: "Difference1822", otp: "123456" },
    socialSignOnUrl: { provider: "Model_IDP", redirectUri: `${location.origin}/` },
    getAccessToken: { forceRefresh: true },
    userInfo: {},
  };
  const prepared = {};
  for (const [name, own] of Object.entries(args)) {
    const client = await (["getAccessToken", "userInfo"].includes(name) ? signedIn() : sdk.createClient(config));
    prepared[name] = { client, call: (options) => client[name]({ ...own, ...options }) };
  }
  const fetching = await signedIn();
  prepared.fetch = { client: fetching, call: (options) => fetching.fetch(sample, options) };
  const [returned, address] = await leftForProvider();
  prepared.completeSocialSignOn = { client: returned, call: (options) => returned.completeSocialSignOn(address, options) };
  globalThis.prepared = prepared;
  return Object.keys(prepared);
}
