import { frozen } from "../frozen.js";
import type { Session } from "../types/session.js";
import { attempt } from "./arguments.js";

/** A session as the core tells it; `true` is the one that is kept. */
export type ToldSession = Session | true | null;

/** For how long a token that was renewed to no use is not renewed again for a refusal. An app may send its request at each renewal. */
const USELESS_FOR_MS = 60_000;

/** What the app reads without a call. */
export class State {
  /** The session as it is now. */
  session: Session | null = null;
  /** Which session a call begins in. */
  generation = 0;
  #token: string | undefined;
  #goodUntil = 0;
  /** When the token was refused that had just been renewed. */
  #uselessAt = -Infinity;
  #origins: readonly string[] = [];

  keep(session: ToldSession, generation: number, origins: readonly string[], token?: string, goodUntil = Infinity): void {
    this.session = this.snapshot(session);
    this.generation = generation;
    this.#origins = origins;
    if (!token || !this.has(token)) this.#uselessAt = -Infinity;
    this.#token = token;
    this.#goodUntil = goodUntil;
  }

  /** The same object until something changes, so that a UI framework can compare it. */
  snapshot(session: ToldSession): Session | null {
    return session === true ? this.session : frozen(session);
  }

  /** The access token, for as long as it is good without a look at anything else: most calls, most of the time. */
  token(): string | undefined {
    return Date.now() <= this.#goodUntil ? this.#token : undefined;
  }

  /** Whether a bearer token may go to this absolute URL: the site's own, and the org's. */
  mayHaveBearer(url: string): boolean {
    // The origin of a `blob:` address is that of the page which made it.
    return attempt(() => /^https?:/i.test(url) && this.#origins.includes(new URL(url).origin), false);
  }

  /** Whether this is the session's token, good or not. */
  has(token: string): boolean {
    return this.#token === token;
  }

  /** This token was refused though it had just been renewed: not for its age. */
  noteUselessRenewal(token: string): void {
    if (this.has(token)) this.#uselessAt = Date.now();
  }

  /** Whether a renewal of this token would be of no use, as the last one was. */
  isRenewalUseless(token: string): boolean {
    return this.has(token) && Math.abs(Date.now() - this.#uselessAt) < USELESS_FOR_MS;
  }

  /** The token is handed out no more without a call: the app has asked for a sign-out, of which the core may not know yet. */
  forgetToken(): void {
    this.#token = undefined;
  }
}
