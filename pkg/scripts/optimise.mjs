// node scripts/optimise.mjs <_bg.wasm> <output> [--debuginfo], run in pkg/: any wasm of wasm-bindgen made small as the
// package's is, with --debuginfo with the names of its functions left in. `cargo xtask bloat` and `bench` look at it.
import { optimiseWithLoader } from "./wasm-opt.mjs";

optimiseWithLoader(...process.argv.slice(2));
