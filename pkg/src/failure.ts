// A failure becomes an error when it is told to the page, and not before: then it needs its texts, and those are a chunk of their own.
import { type ErrorDetails, HeadlessIdentityError } from "./errors.js";
import { WITHOUT_TEXTS } from "./generated/errors.js";

type Texts = typeof import("./generated/hints.js");

export type HintName = keyof Texts["HINTS"];

/** An error without its texts, as the core tells it and as it is found here. */
export interface Failure extends Omit<ErrorDetails, "message" | "hint"> {
  /** Which hint it has; none is the general one of the code. */
  hint?: HintName;
  /** The value that the hint quotes. */
  quoted?: string;
}

let texts: Texts | undefined;
let coming: Promise<void> | undefined;
/** How long an error waits for its texts. After the first time that they did not come, none waits. */
let patienceMs = 2000;

/** Has the texts fetched, once. Never rejects: where they cannot be had the next call tries again. */
export function fetchTexts(): Promise<void> {
  coming ??= import("./generated/hints.js").then(
    (module) => {
      texts = module;
    },
    () => {
      coming = undefined;
    },
  );
  return coming;
}

/** Resolves when the error can be created; `undefined` if it can be created now. */
export function textsToCome(): Promise<void> | undefined {
  if (texts) return undefined;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      patienceMs = 0;
      resolve();
    }, patienceMs);
    void fetchTexts().then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Rejects with the error of a failure, texts and all. */
export async function fail(failure: Failure, options?: ErrorOptions): Promise<never> {
  if (!texts) await textsToCome();
  throw errorOf(failure, options);
}

/** The error of a failure, with its texts if they are there. */
export function errorOf(failure: Failure, options?: ErrorOptions): HeadlessIdentityError {
  const { hint: name, quoted, ...facts } = failure;
  const messages: Partial<Record<string, string>> = texts?.MESSAGES ?? {};
  const message = messages[name ?? facts.code] ?? messages[facts.code] ?? WITHOUT_TEXTS.message;
  const hint = (name ? texts?.HINTS[name] : texts?.GENERAL_HINTS[facts.code]) ?? WITHOUT_TEXTS.hint;
  const filled = (text: string) => text.replace(/\{(code|step|quoted)\}/g, (_, fact: "code" | "step" | "quoted") => failure[fact] ?? "");
  // An app may have no error boundary: then a console shows the message, and nothing else.
  const isOwnMistake = facts.step === "config" || facts.step === "argument";
  return new HeadlessIdentityError({ ...facts, message: filled(isOwnMistake ? `${message} ${hint}` : message), hint: filled(hint) }, options);
}
