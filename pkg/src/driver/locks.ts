import type { End, Tell } from "./protocol.js";

const OPTIONS = {
  try: (): LockOptions => ({ ifAvailable: true }),
  wait: (signal: AbortSignal): LockOptions => ({ signal }),
  steal: (): LockOptions => ({ steal: true }),
};

/** Asks for a lock among all tabs (Web Locks), and holds it until the effect ends. */
export function lock(tell: Tell, name: string, mode: keyof typeof OPTIONS): End {
  const controller = new AbortController();
  let isOver = false;
  let release = (): void => {};
  const granted = (lock: Lock | null) => {
    if (!lock || isOver) return tell("busy"); // or the wait was ended just as the lock came
    return new Promise<void>((resolve) => {
      release = resolve;
      tell("held");
    });
  };
  let asked: unknown;
  try {
    asked = navigator.locks.request(name, OPTIONS[mode](controller.signal), granted);
  } catch {
    tell("unsupported");
  }
  // A page that may not store anything is refused every lock. A wait that was ended, or a lock that is stolen later, rejects as well,
  // which needs no report.
  void (async () => asked)().then(
    () => tell("busy"),
    () => tell("unsupported"),
  );
  return () => {
    isOver = true;
    controller.abort();
    release();
  };
}
