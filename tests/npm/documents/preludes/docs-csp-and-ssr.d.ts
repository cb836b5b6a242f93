// What the samples of docs/csp-and-ssr.md take from their surroundings.
declare const siteUrl: string;
declare const clientId: string;
declare function render(session: import("headless-identity").Session | null): void;
