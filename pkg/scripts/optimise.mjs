// node scripts/optimise.mjs <_bg.wasm> <output> [--debuginfo], run in pkg/: any wasm of wasm-bindgen made small as the
// package's is, with --debuginfo with the names of its functions left in. `cargo xtask bloat` and `bench` look at it.
import { INLINE_LESS, optimise } from "./wasm-opt.mjs";

const [file, output, names = "--strip-debug"] = process.argv.slice(2);
optimise(file, output, INLINE_LESS, names, "--minify-imports-and-exports-and-modules");
