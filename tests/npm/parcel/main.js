import * as sdk from "headless-identity";
globalThis.sdk = sdk;
