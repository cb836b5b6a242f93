import * as sdk from "./node_modules/headless-identity/dist/slim.js";
globalThis.sdk = sdk;
globalThis.wasmUrl = new URL("./node_modules/headless-identity/dist/core.wasm", import.meta.url);
