import { lazyClient } from "headless-identity";

export const client = lazyClient(globalThis.IDENTITY_CONFIG);
