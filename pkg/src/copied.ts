/**
 * An argument as it is now: the caller may clear a form right after the call. Of plain objects the members are copied, too; what
 * cannot be read stays as it is, for the core to refuse.
 */
export function copied(argument: unknown, depth = 1): unknown {
  try {
    if (typeof argument !== "object" || argument === null || Object.getPrototypeOf(argument) !== Object.prototype) return argument;
    return depth === 0 ? { ...argument } : Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, copied(value, depth - 1)]));
  } catch {
    return argument;
  }
}
