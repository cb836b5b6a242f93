// node scripts/optimise-plain.mjs <from> <to>, run in pkg/: a wasm made small, its imports and exports left as they are.
import { NAMELESS, optimise } from "./wasm-opt.mjs";

const [from, to] = process.argv.slice(2);
optimise(from, to, NAMELESS);
