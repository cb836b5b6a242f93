/** A page's keyboard: keys go down and up one after the other, to whatever has the focus. */

/** WebDriver's characters for keys that write nothing. */
const KEYS = {
  Tab: "\ue004",
  Enter: "\ue007",
  Shift: "\ue008",
  Control: "\ue009",
  Escape: "\ue00c",
  ArrowDown: "\ue015",
  Delete: "\ue017",
};

export class Keyboard {
  #act;

  /** @param act does a list of key actions */
  constructor(act) {
    this.#act = act;
  }

  type = (text) => this.#act([...text].flatMap((key) => [down(key), up(key)]));

  /** `Enter`, or several at once: `Control+A`. */
  press(keys) {
    const held = keys.split("+").map((key) => KEYS[key] ?? key.toLowerCase());
    return this.#act([...held.map(down), ...held.toReversed().map(up)]);
  }
}

const down = (value) => ({ type: "keyDown", value });
const up = (value) => ({ type: "keyUp", value });
