/** Prints which browser the tests would drive, by its own word: `node version.mjs`. */

import { launch } from "./index.mjs";

const browser = await launch();
console.log(browser.version());
await browser.close();
