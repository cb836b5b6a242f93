// What the samples of docs/svelte.md take from their surroundings: the app, and the test's own tools.
declare module "*.svelte";
declare module "@testing-library/svelte";

declare function test(name: string, body: () => Promise<void>): void;
declare const vi: { hoisted<T>(make: () => T): T; mock(module: string, make: () => Promise<object>): void };
