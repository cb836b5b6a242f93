import { attempt } from "./arguments.js";
import type { Effect, End, Event, Tell } from "./protocol.js";
import type { Step } from "./instance.js";

/** What performs the effects, by their names. */
export interface Handlers {
  /** Effects that are answered: what they return ends them. */
  readonly answered: Readonly<Record<string, (tell: Tell, ...values: never[]) => End | void>>;
  /** All others. */
  readonly told: Readonly<Record<string, (...values: never[]) => void>>;
  /** Comes before the core is told an answer. */
  answering(): void;
  /** The core has stopped. */
  stopped(cause: unknown): void;
}

/** Takes events to the core one after the other, and performs the effects of each before the next. */
export class Pump {
  readonly #step: Step;
  readonly #handlers: Handlers;
  /** Events that came while another one was taken: a store may answer at once, and a listener may make a call. */
  readonly #events: Event[] = [];
  /** What ends the effects under way. */
  readonly #ends = new Map<number, End>();
  #isBusy = false;
  #hasStopped = false;

  constructor(step: Step, handlers: Handlers) {
    this.#step = step;
    this.#handlers = handlers;
  }

  tell(event: Event): void {
    if (!this.#hasStopped) this.#events.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next; (next = this.#events.shift()); ) for (const effect of this.#step(next)) this.#perform(effect);
    } catch (cause) {
      this.#stop(cause);
    } finally {
      this.#isBusy = false;
    }
  }

  #perform([name, ...values]: Effect): void {
    const { answered, told } = this.#handlers;
    const [id, ...rest] = values as unknown as [number, ...never[]];
    if (name === "end") this.#end(id);
    else if (name in answered) this.#begin(id, (tell) => answered[name]?.(tell, ...rest));
    else told[name]?.(...values);
  }

  #begin(id: number, begin: (tell: Tell) => End | void): void {
    let [isAnswered, isOver] = [false, false];
    let end: End | void;
    const tell: Tell = (...answer) => {
      if (isAnswered || isOver) return;
      isAnswered = true;
      // A lock is held until its effect ends; with all others nothing is left to be ended.
      if (answer[0] !== "held") this.#ends.delete(id);
      this.#handlers.answering();
      this.tell(["answered", id, ...answer]);
    };
    this.#ends.set(id, () => {
      isOver = true;
      end?.();
    });
    end = begin(tell);
  }

  #end(id: number): void {
    const end = this.#ends.get(id);
    this.#ends.delete(id);
    end?.();
  }

  /** What comes after a trap is not to be trusted: the core is not asked again. */
  #stop(cause: unknown): void {
    this.#hasStopped = true;
    this.#events.length = 0;
    this.#handlers.stopped(cause);
    for (const id of this.#ends.keys()) attempt(() => this.#end(id), undefined);
  }
}
