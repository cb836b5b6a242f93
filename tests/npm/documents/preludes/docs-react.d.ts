// What the samples of docs/react.md take from their surroundings.
declare const siteUrl: string;
declare const clientId: string;
declare const root: import("react-dom/client").Root;
declare function App(): null;
declare function LoginForm(): null;

/** The page has one. */
interface Document {
  getElementById(id: "root"): HTMLElement;
}

// The test's own tools.
declare function test(name: string, body: () => Promise<void>): void;
declare function expect(value: unknown): { toContain(expected: unknown): void };
declare function render(element: import("react").ReactElement): void;
declare function submit(): Promise<void>;

/** Of a router. */
declare function redirect(to: string): Response;
