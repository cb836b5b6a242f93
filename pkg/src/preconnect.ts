import type { ClientConfig } from "./types/config.js";

const connected = new Set<string>();

/**
 * Has the browser open its connection to the site (DNS, TCP, TLS) while the person still types, so that the first click finds
 * it open. It sends no request, and is without credentials as all requests are. Where there is no document there is no hint.
 */
export function preconnect({ siteUrl }: ClientConfig): void {
  try {
    const { origin } = new URL(siteUrl);
    if (connected.has(origin)) return;
    const link = document.createElement("link");
    link.rel = "preconnect";
    link.crossOrigin = "anonymous";
    link.href = origin;
    document.head.append(link);
    connected.add(origin);
  } catch {
    // A worker, or a page that does not let us: the first request connects.
  }
}
