/** Whether a configuration has a client secret, whatever key it stands under, be it a prototype's: in a page it is a leaked one. */
export function hasSecret(config: unknown): boolean {
  try {
    for (let object: unknown = config; Object(object) === object; object = Object.getPrototypeOf(object)) {
      if (/secret/i.test(`${Object.getOwnPropertyNames(object)}`)) return true;
    }
  } catch {
    // A proxy that throws: its members cannot be read either.
  }
  return false;
}
