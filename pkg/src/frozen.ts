/** Frozen at any depth: every caller gets the same object, and none may change it for the others. */
export function frozen<T>(value: T): T {
  if (Object(value) !== value) return value;
  for (const inner of Object.values(value as object)) frozen(inner);
  return Object.freeze(value);
}
