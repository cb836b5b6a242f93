// node scripts/wasm.mjs <folder>, run in pkg/: from the wasms that Cargo and wasm-bindgen left in <folder> to those that ship,
// optimised and stripped: core_bg.wasm to core.wasm and, as JavaScript, core_javascript.js; carrier_plain.wasm to carrier.wasm.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toJavaScript } from "./javascript.mjs";
import { NAMELESS, optimise, optimiseBindings } from "./wasm-opt.mjs";

const file = (name) => join(process.argv[2], name);

optimiseBindings(file("core_bg.wasm"), file("core.wasm"), NAMELESS);
writeFileSync(file("core_javascript.js"), toJavaScript(file("core.wasm"), file("core_bg.wasm")));
optimise(file("carrier_plain.wasm"), file("carrier.wasm"), NAMELESS);
