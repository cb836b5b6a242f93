// Jest's other mode, which loads ECMAScript modules.
import { createFakeClient } from "headless-identity/testing";
import { HeadlessIdentityError } from "headless-identity";

test("modules are loaded, and are the same package", async () => {
  const client = createFakeClient({ users: [] });
  await expect(client.login({ username: "ada", password: "secret" })).rejects.toBeInstanceOf(HeadlessIdentityError);
});
