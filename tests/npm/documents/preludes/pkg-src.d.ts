// What the examples in the package's doc comments take from their surroundings: its own exports, and a page.
declare const createClient: typeof import("headless-identity").createClient;
declare const lazyClient: typeof import("headless-identity").lazyClient;
declare const createPkcePair: typeof import("headless-identity").createPkcePair;
declare const pkceChallenge: typeof import("headless-identity").pkceChallenge;
declare const isHeadlessIdentityError: typeof import("headless-identity").isHeadlessIdentityError;
declare const HeadlessProvider: typeof import("headless-identity/react").HeadlessProvider;
declare const useClient: typeof import("headless-identity/react").useClient;
declare const useSession: typeof import("headless-identity/react").useSession;
declare const identity: import("headless-identity/svelte").Identity;
declare const createFakeClient: typeof import("headless-identity/testing").createFakeClient;
declare const fakeError: typeof import("headless-identity/testing").fakeError;
declare const fakeSession: typeof import("headless-identity/testing").fakeSession;

type ClientConfig = import("headless-identity").ClientConfig;
type CustomStorage = import("headless-identity").CustomStorage;
type ErrorCode = import("headless-identity").ErrorCode;
type LoginArgs = import("headless-identity").LoginArgs;
type PasswordlessArgs = import("headless-identity").PasswordlessArgs;
type PasswordResetArgs = import("headless-identity").PasswordResetArgs;
type Recaptcha = import("headless-identity").Recaptcha;
type RegistrationArgs = import("headless-identity").RegistrationArgs;
type Started = import("headless-identity").Started;

declare const siteUrl: string;
declare const clientId: string;
declare const redirectUri: string;
/** Real or fake. */
declare const client: import("headless-identity/testing").FakeClient;
declare const started: import("headless-identity").Started;
declare const verifier: string;
/** What a call has rejected with. */
declare const error: import("headless-identity").HeadlessIdentityError;

// What a person has typed.
declare const username: string;
declare const password: string;
declare const newPassword: string;
declare const email: string;
declare const otp: string;
/** What the widget gave. */
declare const recaptcha: string;
declare function widget(): Promise<string>;
declare const keychain: {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  erase(name: string): Promise<void>;
};
/** What a cancel button aborts. */
declare const controller: AbortController;

// The page, and a test's own tools.
declare const root: HTMLElement;
declare const request: XMLHttpRequest;
declare const cancelButton: HTMLButtonElement;
declare const button: HTMLButtonElement;
declare function show(text: string): void;
declare function greet(name: unknown): void;
declare function report(details: unknown): void;
declare function submit(): void;
declare function expect(value: unknown): { toBe(expected: unknown): void; toEqual(expected: unknown): void };
declare function render(...what: unknown[]): void;
declare function createRoot(place: Element): import("react-dom/client").Root;
declare function App(): null;
declare function Account(): null;
declare function LoginForm(): null;
declare function LoginError(props: { error: import("headless-identity").HeadlessIdentityError }): null;
declare function Spinner(): null;

// Angular, which is not installed here: as much as its entry's types and examples name.
declare module "@angular/core" {
  export type EnvironmentProviders = object;
  export type Signal<T> = () => T;
  export interface ApplicationConfig {
    providers: object[];
  }
}
declare module "@angular/router" {
  export type CanActivateFn = () => unknown;
  export type Routes = object[];
}
