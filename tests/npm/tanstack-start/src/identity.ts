// Not client.ts: by that name TanStack Start looks for the code that hydrates the page.
import { lazyClient } from "headless-identity";

export const client = lazyClient(globalThis.IDENTITY_CONFIG);
