import { createClient } from "headless-identity";
import { createModelSite } from "headless-identity-model-site";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

/** A site of this test's own, and a client of it. */
async function open(settings) {
  const site = await createModelSite(settings);
  vi.stubGlobal("fetch", site.fetch);
  return { site, client: await createClient({ siteUrl: site.siteUrl, clientId: site.clientId }) };
}

test("a user who registers gets a code by email and is signed in", async () => {
  const { site, client } = await open();
  const { identifier } = await client.startRegistration({
    firstName: "Mary",
    lastName: "Somerville",
    email: "mary@example.com",
    username: "mary@example.com",
    password: "Celestial1831",
    method: "email",
    recaptcha: "ok", // what the model takes for a good token
  });
  const { otp } = site.outbox().at(-1);
  const session = await client.completeRegistration({ identifier, otp, method: "email" });
  expect(session.kind).toBe("user");
});

test("a token can be renewed until the session is revoked", async () => {
  const { site, client } = await open();
  const [{ username, password }] = site.users;
  await client.login({ username, password });
  const first = await client.getAccessToken();
  expect(await client.getAccessToken({ forceRefresh: true })).not.toBe(first);

  for (const { id } of site.oauthSessions()) site.endOauthSession(id);
  await expect(client.getAccessToken({ forceRefresh: true })).rejects.toMatchObject({ code: "session_expired" });
  expect(client.session()).toBeNull();
});

test("the error names the setting that an admin has to change", async () => {
  const { site, client } = await open({ app: { isCodeCredFlowEnabled: false } });
  const [{ username, password }] = site.users;
  const login = () => client.login({ username, password });
  await expect(login()).rejects.toMatchObject({ code: "flow_not_enabled" });

  site.patch({ app: { isCodeCredFlowEnabled: true } });
  site.fault({ path: "/token", kind: "status", status: 503 }); // the next token request fails
  await expect(login()).rejects.toMatchObject({ code: "server_error", status: 503, retryable: true });
  expect((await login()).kind).toBe("user");
});
