/** What a browser has and a server has not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, isHeadlessIdentityError } from "headless-identity";

const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };

for (const storage of ["session", "local"]) {
  test(`storage "${storage}" says that there is no page to keep anything in`, async () => {
    const failure = await createClient({ ...CONFIG, storage }).then(() => undefined, (error) => error);
    assert.ok(isHeadlessIdentityError(failure));
    assert.equal(failure.code, "storage");
    assert.match(failure.hint, /server|no page/i);
  });
}
