import { HeadlessIdentityError } from "../errors.js";
import { NO_PAGE, NOT_A_LISTENER } from "../generated/errors.js";
import type { LazyClient } from "../types/lazy.js";
import { standIn } from "./stand-in.js";

/** The client on a server, for every config: a server must not share a session between its users. */
export const inert: LazyClient = standIn({
  opened: noPage,
  current: () => undefined,
  ready: () => (neverReady ??= noPage()),
  subscribe: (listener) => {
    if (typeof listener !== "function") throw new HeadlessIdentityError(NOT_A_LISTENER);
    return () => {};
  },
  watch: () => () => {},
  close: () => {},
});

/** One promise for all who read `ready`: a component may suspend on it. */
let neverReady: Promise<never> | undefined;

function noPage(): Promise<never> {
  const failure = Promise.reject(new HeadlessIdentityError(NO_PAGE));
  failure.catch(() => {});
  return failure;
}
