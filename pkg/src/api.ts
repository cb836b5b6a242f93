// What each entry with a core exports beside its own way of loading it.
export { HeadlessIdentityError, isHeadlessIdentityError } from "./errors.js";
export type { ErrorCode, ErrorDetails, ErrorStep } from "./errors.js";
export type * from "./types/client.js";
export type * from "./types/config.js";
export type * from "./types/journeys.js";
export type * from "./types/lazy.js";
export type * from "./types/session.js";
