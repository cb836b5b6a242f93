import { version } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import * as sdk from "headless-identity/react";
import { App } from "./App.jsx";

globalThis.sdk = sdk;
globalThis.reactVersion = version;

const { config } = Object.fromEntries(new URLSearchParams(location.search));
const root = document.getElementById("root");
const fallback = () => import("headless-identity/compat");
const app = <App config={{ ...JSON.parse(config ?? "{}"), fallback }} />;
if (root.hasChildNodes()) {
  globalThis.mismatches = [];
  hydrateRoot(root, app, { onRecoverableError: ({ message }) => globalThis.mismatches.push(message) });
} else {
  createRoot(root).render(app);
}
