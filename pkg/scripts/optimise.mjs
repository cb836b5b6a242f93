// node scripts/optimise.mjs <_bg.wasm> <output> [--debuginfo], run in pkg/: any wasm of wasm-bindgen made small as the
// package's is, with --debuginfo with the names of its functions left in. `cargo xtask bloat` and `bench` look at it.
import { NAMELESS, optimiseBindings, SHORT_NAMES } from "./wasm-opt.mjs";

const [from, to, names = NAMELESS] = process.argv.slice(2);
optimiseBindings(from, to, names, SHORT_NAMES);
