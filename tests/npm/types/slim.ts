import { type ClientConfig, createClient, createPkcePair, isHeadlessIdentityError, pkceChallenge, type WasmOptions } from "headless-identity/slim";

const config = { siteUrl: "https://shop.example/portal", clientId: "app" };

export async function compiles(module: WebAssembly.Module, response: Response): Promise<void> {
  await createClient({ ...config, wasm: "https://cdn.example/core.wasm" });
  await createClient({ ...config, wasm: new URL("https://cdn.example/core.wasm") });
  await createClient({ ...config, wasm: fetch("https://cdn.example/core.wasm") });
  await createClient({ ...config, wasm: response });
  await createClient({ ...config, wasm: new Uint8Array(8) });
  await createClient({ ...config, wasm: new Uint8Array(8).buffer });
  await createClient({ ...config, wasm: module });
  await createClient(config);
  await createClient({ ...config, wasm: undefined } satisfies ClientConfig & WasmOptions);
  const { verifier } = await createPkcePair({ wasm: module });
  await pkceChallenge(verifier, { wasm: module }).catch(isHeadlessIdentityError);
}

export async function mustNotCompile(): Promise<void> {
  // @ts-expect-error no file is no file: leave it out
  await createClient({ ...config, wasm: null });
  // @ts-expect-error nor is a number
  await createClient({ ...config, wasm: 8 });
  // @ts-expect-error in an object
  await createPkcePair("https://cdn.example/core.wasm");
  // @ts-expect-error the verifier comes first
  await pkceChallenge({ wasm: "https://cdn.example/core.wasm" });
}
