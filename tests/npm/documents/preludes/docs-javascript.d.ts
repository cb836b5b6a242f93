// What the samples of docs/javascript.md take from their surroundings.
declare const siteUrl: string;
declare const clientId: string;
declare const client: import("headless-identity").HeadlessClient;

// What a person has typed.
declare const username: string;
declare const password: string;
declare const newPassword: string;
declare const firstName: string;
declare const lastName: string;
declare const email: string;
/** Shows where the code went, and waits until it was typed. */
declare function askForCode(): Promise<string>;
/** What the widget gave. */
declare const recaptcha: string;

declare const cancelButton: HTMLButtonElement;
declare function show(what: unknown): void;
declare function render(session: import("headless-identity").Session | null): void;
