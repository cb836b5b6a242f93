/** Calls what is the app's: if it throws, the browser reports that, and nothing else is disturbed. */
export function guarded(call: () => void): void {
  try {
    call();
  } catch (thrown) {
    report(thrown);
  }
}

/** Has the browser report an error, as one that was not caught. */
export function report(thrown: unknown): void {
  try {
    reportError(thrown);
  } catch {
    console.error(thrown); // Safari before 15.4, Node, jsdom
  }
}
