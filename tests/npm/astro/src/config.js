export const config = globalThis.IDENTITY_CONFIG;
