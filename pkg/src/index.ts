/**
 * Salesforce Headless Identity for the browser, with the WebAssembly core inside: no bundler configuration, no other file
 * to serve. Importing it runs nothing, so it is safe on a server; the first call compiles the core.
 *
 * @module
 */
export * from "./api.js";
export { createClient, createPkcePair, pkceChallenge } from "./eager.js";
export { lazyClient } from "./lazy.js";
