/** Starts the app, which puts itself in place of what the page holds. */

import start from "./pkg/app.js";

try {
  await start();
} catch (error) {
  // No WebAssembly here, or no wasm there.
  document.querySelector("main").hidden = false;
  console.error(error);
}
