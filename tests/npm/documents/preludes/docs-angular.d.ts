// What the samples of docs/angular.md take from their surroundings: Angular, the app, and the test's own tools.
declare module "@angular/core" {
  export type EnvironmentProviders = object;
  export type Signal<T> = () => T;
  export function signal<T>(value: T): Signal<T> & { set(value: T): void };
  export function afterNextRender(then: () => unknown): void;
  export function Component(facts: object): (target: unknown, context?: unknown) => void;
}
declare module "@angular/core/testing";
declare module "@angular/router" {
  export type CanActivateFn = () => unknown;
  export function provideRouter(routes: object[]): object;
}
declare module "*/login";

declare function test(name: string, body: () => Promise<void>): void;
declare function expect(value: unknown): { toContain(expected: unknown): void };
