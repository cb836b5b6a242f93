/**
 * The client and its session in React, 18 or later. Safe in Strict Mode and on a server, where nothing is loaded.
 *
 * @module
 */
"use client";
export { useClient, useSession } from "./react/hooks.js";
export { HeadlessProvider } from "./react/provider.js";
export type { HeadlessProviderProps } from "./react/provider.js";
