/**
 * A client for component tests: no site, no network, no WebAssembly. It behaves like the real one as far as a page can
 * tell (sessions, events, error codes), and a test writes its script.
 *
 * @module
 */
export { createFakeClient } from "./testing/client.js";
export { fakeError } from "./testing/error.js";
export { fakeSession } from "./testing/session.js";
export type * from "./testing/types.js";
