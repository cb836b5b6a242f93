/**
 * An argument as it is now: the caller may clear a form right after the call, or go on with a basket. Plain objects and arrays are
 * copied to their last member; what cannot be read, or contains itself, stays as it is, for the core to refuse.
 */
export function copied(argument: unknown, above: readonly unknown[] = []): unknown {
  try {
    if (above.includes(argument)) return argument;
    const inside = (member: unknown) => copied(member, [...above, argument]);
    if (Array.isArray(argument)) return argument.map(inside);
    if (typeof argument !== "object" || argument === null || Object.getPrototypeOf(argument) !== Object.prototype) return argument;
    return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, inside(value)]));
  } catch {
    return argument;
  }
}
