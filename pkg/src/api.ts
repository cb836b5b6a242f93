// What both entries export beside their own way of loading the core.
export { HeadlessIdentityError, isHeadlessIdentityError } from "./errors.js";
export type { ErrorCode, ErrorDetails, ErrorStep } from "./errors.js";
export type {
  AccessTokenArgs,
  CallOptions,
  ClientConfig,
  HeadlessClient,
  LoginArgs,
  LoginHintLogin,
  PkcePair,
  Session,
  SessionEvent,
  UserInfo,
  UsernameLogin,
} from "./types.js";
