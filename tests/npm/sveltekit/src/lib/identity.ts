import { headlessIdentity } from "headless-identity/svelte";

export const identity = headlessIdentity({ ...globalThis.IDENTITY_CONFIG });
