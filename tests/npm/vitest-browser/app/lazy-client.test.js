import { lazyClient } from "headless-identity";
import { expect, test } from "vitest";

const { config, user } = JSON.parse(import.meta.env.VITE_LOGIN_SITE);

test("a client of lazyClient logs in at a site", async () => {
  const client = lazyClient(config);
  expect(client.session()).toBeUndefined();
  expect(await client.ready).toBeNull();
  const { username, password } = user;
  const session = await client.login({ username, password });
  expect(session.userId).toBe(user.id);
  expect(client.session()).toBe(session);
  await client.logout();
});
