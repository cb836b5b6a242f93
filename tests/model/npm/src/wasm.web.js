// Where the model's bytes are, in a browser. Bundlers know this form and copy the file.
export const modelWasm = () => new URL("../built/model.wasm", import.meta.url);
