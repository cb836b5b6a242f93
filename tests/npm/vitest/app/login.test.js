// @vitest-environment node
import { createClient, isHeadlessIdentityError } from "headless-identity";
import { expect, test } from "vitest";

const { config, user } = JSON.parse(process.env.LOGIN_SITE);

test("the real client logs in", async () => {
  const client = await createClient(config);
  const wrong = await client.login({ username: user.username, password: "wrong" }).catch((error) => error);
  expect([isHeadlessIdentityError(wrong), wrong.code]).toEqual([true, "invalid_credentials"]);
  const { userId } = await client.login({ username: user.username, password: user.password });
  expect(userId).toBe(user.id);
});
