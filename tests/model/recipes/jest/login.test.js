import { createClient } from "headless-identity";
import { createModelSite } from "headless-identity-model-site";

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

test("a passwordless login, by the code in the outbox", async () => {
  const site = await createModelSite();
  globalThis.fetch = site.fetch;
  const client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId });

  const [{ id, username }] = site.users;
  const started = await client.startPasswordlessLogin({ username, method: "email", recaptcha: "ok" });
  const { otp } = site.outbox().at(-1);
  const session = await client.completePasswordlessLogin({ ...started, otp });
  expect(session.userId).toBe(id);
});
