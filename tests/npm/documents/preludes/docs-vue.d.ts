// What the samples of docs/vue.md take from their surroundings: the app, and the test's own tools.
declare module "*.vue";
declare module "*/router.js";
declare module "pinia";
declare module "@vue/test-utils";

declare function test(name: string, body: () => Promise<void>): void;
declare function expect(value: unknown): { toContain(expected: unknown): void };
declare const vi: { waitFor(check: () => void): Promise<void> };
