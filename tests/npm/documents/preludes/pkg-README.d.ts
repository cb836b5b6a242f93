// What the samples of pkg/README.md take from their surroundings.
type Client = import("headless-identity").HeadlessClient;

declare const siteUrl: string;
declare const clientId: string;
declare const client: Client;

declare const username: string;
declare const password: string;
declare function show(text: string): void;

declare const root: import("react-dom/client").Root;
declare function Spinner(): null;
declare function SignOut(props: { onClick(): void }): null;
declare function LoginForm(props: { onSubmit: Client["login"] }): null;
