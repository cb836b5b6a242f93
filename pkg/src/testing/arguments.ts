import { fakeError } from "./error.js";

/** The mistakes that a page makes most often: an argument that is missing, or empty. The real client checks more. */
export function checkTexts(args: unknown, ...names: string[]): void {
  const given = Object(args) as Record<string, unknown>;
  const missing = names.find((name) => typeof given[name] !== "string" || given[name] === "");
  if (missing !== undefined) {
    throw fakeError({ code: "invalid_argument", message: `${missing} must be a text that is not empty.` });
  }
}

/** Who is meant, by username or by login hint. */
export function personIn(args: { username?: string; loginHint?: string }): string {
  const name = args?.loginHint === undefined ? "username" : "loginHint";
  checkTexts(args, name);
  return args[name]!;
}
