/** A promise that React takes for settled: a component that suspends on it shows no fallback when the session is renewed. */
export function fulfilled<T>(value: T): Promise<T> {
  return Object.assign(Promise.resolve(value), { status: "fulfilled", value });
}
