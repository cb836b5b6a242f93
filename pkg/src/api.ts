// What both entries export beside their own way of loading the core.
export { HeadlessIdentityError, isHeadlessIdentityError } from "./errors.js";
export type { ErrorCode, ErrorDetails, ErrorStep } from "./errors.js";
export type * from "./types/client.js";
export type * from "./types/config.js";
export type * from "./types/journeys.js";
export type * from "./types/session.js";
