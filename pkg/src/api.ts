// What both entries export beside their own way of loading the core.
export { HeadlessIdentityError, isHeadlessIdentityError } from "./errors.js";
export type { ErrorCode, ErrorDetails, ErrorStep } from "./errors.js";
export type {
  CallOptions,
  ClientConfig,
  HeadlessClient,
  LoginArgs,
  PkcePair,
  Session,
  SessionEvent,
  UserInfo,
  UsernameLogin,
} from "./types.js";
