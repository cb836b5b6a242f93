import { lazyClient } from "headless-identity";
globalThis.sdk = { lazyClient };
