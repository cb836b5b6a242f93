// Chance that a seed gives again.

/** @param {number} seed @returns {() => number} numbers from 0 to 1 (mulberry32) */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Chance {
  #next;

  constructor(seed) {
    this.#next = numbers(seed);
  }

  /** Whether something happens that happens so often. */
  is = (probability) => this.#next() < probability;
  below = (limit) => Math.floor(this.#next() * limit);
  of = (list) => list[this.below(list.length)];
}
