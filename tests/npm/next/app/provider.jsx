"use client";
import * as sdk from "headless-identity";
import { HeadlessProvider } from "headless-identity/react";

globalThis.sdk = sdk;

export function Provider({ children }) {
  return <HeadlessProvider config={{ siteUrl: "https://shop.example", clientId: "app" }}>{children}</HeadlessProvider>;
}
