/** Prints which browser the tests would drive, by its own word: `node version.mjs`. */

import { engine, launch } from "./index.mjs";

const browser = await launch();
console.log(`${engine} ${browser.version()}`);
await browser.close();
