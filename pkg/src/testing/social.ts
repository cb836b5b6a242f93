import type { SocialSignOnArgs } from "../types/journeys.js";
import { fakeError } from "./error.js";

/** A provider that sends everybody straight back: the address to leave the page for is that of the way back. */
export class Provider {
  readonly #away = new Map<string, { returnTo?: string }>();
  #departures = 0;

  leave({ redirectUri, returnTo }: SocialSignOnArgs): string {
    const address = parse(redirectUri);
    const state = `fake-state-${++this.#departures}`;
    this.#away.set(state, returnTo === undefined ? {} : { returnTo });
    address.searchParams.set("code", "fake-code");
    address.searchParams.set("state", state);
    return address.href;
  }

  comeBack(address: string | URL): { returnTo?: string } {
    const state = parse(address).searchParams.get("state") ?? "";
    const facts = this.#away.get(state);
    if (!facts) throw fakeError("state_mismatch");
    this.#away.delete(state);
    return facts;
  }
}

function parse(address: string | URL): URL {
  try {
    return new URL(address);
  } catch {
    throw fakeError({ code: "invalid_argument", message: "The address is no absolute URL." });
  }
}
