import * as sdk from "./node_modules/headless-identity/dist/index.js";
globalThis.sdk = sdk;
