import { lazyClient } from "headless-identity";

export const identity = lazyClient(globalThis.IDENTITY_CONFIG);
