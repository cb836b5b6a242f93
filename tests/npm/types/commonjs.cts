// A user whose own code is CommonJS.
import sdk = require("headless-identity");
import compat = require("headless-identity/compat");
import testing = require("headless-identity/testing");

const client: sdk.HeadlessClient = testing.createFakeClient({ session: { kind: "user" } });
export const make = (config: sdk.ClientConfig): Promise<sdk.HeadlessClient> => compat.createClient(config);
export const isOurs = sdk.isHeadlessIdentityError(client);
