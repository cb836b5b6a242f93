import * as sdk from "./node_modules/headless-identity/dist/index.js";
import * as slim from "./node_modules/headless-identity/dist/slim.js";
globalThis.fallback = () => import("./node_modules/headless-identity/dist/compat.js");
Object.assign(globalThis, { sdk, slim });
