/** The browser that everything is measured in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const OPTIONS = {
  executablePath: process.env.CHROME ?? "/usr/bin/chromium",
  args: [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-blink-features=ForceEagerMeasureMemory", // answers at once instead of at the next collection
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
};

/** @template T @param {(browser: import("playwright-core").Browser) => Promise<T>} use @returns {Promise<T>} */
export async function withBrowser(use) {
  const browser = await chromium.launch(OPTIONS);
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** A profile on disk, with its HTTP and code caches. @template T @param {(context: import("playwright-core").BrowserContext) => Promise<T>} use */
export async function withProfile(use) {
  const folder = mkdtempSync(join(tmpdir(), "headless-identity-bench-"));
  const context = await chromium.launchPersistentContext(folder, OPTIONS);
  try {
    return await use(context);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
