// What every host does with a request: the model's steps, until there is an answer.
import init, { Model, bodyLimit } from "../built/model.js";
import { Keys } from "./keys.js";

let loaded;

/**
 * Loads the model once.
 * @param {() => BufferSource | URL | Promise<BufferSource>} wasm
 */
export async function load(wasm) {
  loaded ??= (async () => init({ module_or_path: await wasm() }))();
  try {
    await loaded;
  } catch (error) {
    loaded = undefined; // the next call tries again
    throw error;
  }
}

const keys = new Keys();

/** @typedef {{ end: "whole" | "truncated" | "dropped", status: number, headers: string[], body: Uint8Array }} Outcome */

/** A world of sites, and how requests reach it. */
export class Host {
  /** @param {{ origin: string, config?: object, origins?: string[], hasKnownClientId?: boolean, frontEnd?: string[] }} options */
  constructor(options) {
    this.model = new Model(JSON.stringify(options));
    keys.prepare();
  }

  /** A request that is answered at once, as those of the control door are. */
  ask(method, target, body = "") {
    return outcomeOf(this.model.receive(method, target, [], new TextEncoder().encode(body), LOOPBACK));
  }

  /**
   * @param {{ method: string, target: string, headers: string[], body: Uint8Array, peer?: string }} request
   * @param {() => Promise<Outcome | undefined>} [file] the front end's file of the path, if it has one
   * @returns {Promise<Outcome>}
   */
  async exchange({ method, target, headers, body, peer = LOOPBACK }, file) {
    // Most new sites come to a login.
    if (method === "POST" && target === "/__model/sites") keys.prepare();
    let step = this.model.receive(method, target, headers, body.subarray(0, bodyLimit()), peer);
    for (;;) {
      switch (step.kind) {
        case "wait":
          await new Promise((resolve) => setTimeout(resolve, step.delay + 1)); // a timer may fire a millisecond early
          step = step.afterDelay();
          break;
        case "key":
          step = step.withKey(await keys.take());
          break;
        case "front-end":
          return (await file?.()) ?? outcomeOf(step);
        default:
          return outcomeOf(step);
      }
    }
  }
}

const LOOPBACK = "127.0.0.1";

function outcomeOf(step) {
  const { end, status, headers, body } = step;
  step.free();
  return { end, status, headers, body };
}
