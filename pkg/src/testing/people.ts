import type { ErrorStep } from "../errors.js";
import { fakeError } from "./error.js";
import type { FakeUser } from "./types.js";

/** Whom the site knows, and who waits for a code. */
export class People {
  readonly #known = new Map<string, FakeUser>();
  readonly #admitsEverybody: boolean;
  readonly #otp: string;
  readonly #waiting = new Map<string, FakeUser>();
  #journeys = 0;

  constructor(users: readonly FakeUser[] | undefined, otp: string) {
    this.#admitsEverybody = users === undefined;
    this.#otp = otp;
    users?.forEach((user) => this.remember(user));
  }

  remember(user: FakeUser): void {
    this.#known.set(user.username, user);
  }

  find(username: string): FakeUser | undefined {
    return this.#known.get(username) ?? (this.#admitsEverybody ? { username } : undefined);
  }

  withPassword(username: string, password: string): FakeUser {
    const user = this.find(username);
    if (!user || (user.password ?? password) !== password) throw fakeError("invalid_credentials");
    return user;
  }

  /** Begins a journey that waits for a code. It also begins for an unknown user, but then no code completes it. */
  wait(user: FakeUser | undefined): string {
    const identifier = `fake-journey-${++this.#journeys}`;
    if (user) this.#waiting.set(identifier, user);
    return identifier;
  }

  /** Ends it with the right code, once. */
  withCode(identifier: string, otp: string): FakeUser {
    this.checkCode(otp, "authorize");
    const user = this.#waiting.get(identifier);
    if (!user) throw fakeError("invalid_otp");
    this.#waiting.delete(identifier);
    return user;
  }

  checkCode(otp: string, step: ErrorStep): void {
    if (otp !== this.#otp) throw fakeError("invalid_otp", step);
  }
}
