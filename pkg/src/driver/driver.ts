// The driver: tells the core what happens, and does what the core says. Everything of a browser is asked for by its name and when
// it is needed, so that a browser without it, a worker or a server simply has none.
import type { Failure } from "../failure.js";
import { frozen } from "../frozen.js";
import type { Session, SessionEvent } from "../types/session.js";
import { attempt } from "./arguments.js";
import { Calls } from "./calls.js";
import type { Config } from "./config.js";
import { send } from "./http.js";
import type { CallName } from "./journeys.js";
import { Listeners } from "./listeners.js";
import { lock } from "./locks.js";
import type { Event } from "./protocol.js";
import { Pump } from "./pump.js";
import { draw } from "./random.js";
import { State, type ToldSession } from "./state.js";
import { stores } from "./store.js";
import { Tabs } from "./tabs.js";
import { sleep } from "./timers.js";
import { verify } from "./verify.js";
import type { Step } from "./instance.js";

/** One client with a core of its own. */
export class Driver {
  readonly state = new State();
  readonly #listeners = new Listeners();
  readonly #pump: Pump;
  readonly #calls: Calls;
  #isOver = false;

  private constructor(step: Step, { store }: Config) {
    const tell = (event: Event) => this.#pump.tell(event);
    const [calls, state] = [new Calls(tell), this.state];
    const tabs = new Tabs((event) => {
      calls.flush();
      tell(event);
    });
    this.#calls = calls;
    this.#pump = new Pump(step, {
      answered: { send, sleep, lock, verify, draw, ...stores(store) },
      told: {
        join: (channel: string | null) => tabs.join(channel),
        post: (text: string) => tabs.post(text),
        leave: () => tabs.leave(),
        resolve: (id: number, value?: unknown) => calls.resolve(id, value),
        enter: (id: number, session: ToldSession, more?: object) => calls.resolve(id, entered(state.snapshot(session), more)),
        reject: (id: number, failure: Failure) => calls.reject(id, failure),
        keep: (...values: Parameters<State["keep"]>) => state.keep(...values),
        tell: (type: SessionEvent["type"], fromOtherTab: boolean, session: ToldSession) =>
          this.#listeners.tell({ type, session: state.snapshot(session), fromOtherTab }),
      },
      answering: () => calls.flush(),
      stopped: (cause) => {
        this.#isOver = true;
        calls.stop(cause);
        tabs.leave();
      },
    });
  }

  /** A client with the session that its store has. */
  static async open(step: Step, config: Config): Promise<Driver> {
    const driver = new Driver(step, config);
    await driver.#calls.open(config.settings, attempt(() => location.origin, undefined));
    return driver;
  }

  call<T>(name: CallName, args: unknown, beside?: unknown): Promise<T> {
    // A part of a sign-out happens at once: nobody is signed in any more.
    return this.#calls.make(name, args, beside, name === "logout" ? () => this.state.forgetToken() : undefined);
  }

  /** The access token, where it is good and of this generation's session: no call begins for it. */
  usableToken(generation: number): string | undefined {
    return this.#isOver || generation !== this.state.generation ? undefined : this.state.token();
  }

  subscribe(listener: (event: SessionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#isOver = true;
    this.#listeners.close();
    this.#pump.tell(["closed"]); // before the calls of this tick
  }
}

/** What a sign-in resolves to: the session, after a social sign-on with where the person wanted to go. */
function entered(session: Session | null, more: object | undefined): Session | null {
  return session && more ? frozen({ ...session, ...more }) : session;
}
