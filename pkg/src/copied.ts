/**
 * An argument as it is now: the caller may clear a form right after the call, or go on with a basket. Plain objects and arrays are
 * copied to their last member; what cannot be read stays as it is, for the core to refuse.
 */
export function copied(argument: unknown): unknown {
  try {
    if (Array.isArray(argument)) return argument.map((item) => copied(item));
    if (typeof argument !== "object" || argument === null || Object.getPrototypeOf(argument) !== Object.prototype) return argument;
    return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, copied(value)]));
  } catch {
    return argument;
  }
}
