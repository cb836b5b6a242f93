// A user whose own code is CommonJS.
import sdk = require("headless-identity");
import testing = require("headless-identity/testing");

const client: sdk.HeadlessClient = testing.createFakeClient({ session: { kind: "user" } });
export const isOurs = sdk.isHeadlessIdentityError(client);
