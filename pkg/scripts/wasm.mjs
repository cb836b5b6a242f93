// node scripts/wasm.mjs <folder>, run in pkg/: from the wasms that Cargo and wasm-bindgen left in <folder> to those that ship,
// optimised and stripped: core_bg.wasm to core.wasm, with names.json, and carrier_plain.wasm to carrier.wasm.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { optimise, optimiseWithLoader } from "./wasm-opt.mjs";

const file = (name) => join(process.argv[2], name);

writeFileSync(file("names.json"), optimiseWithLoader(file("core_bg.wasm"), file("core.wasm")));
optimise(file("carrier_plain.wasm"), file("carrier.wasm"), "--strip-debug");
