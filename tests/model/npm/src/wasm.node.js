// The bytes of the model, in Node.
import { readFile } from "node:fs/promises";

export const modelWasm = () => readFile(new URL("../built/model.wasm", import.meta.url));
