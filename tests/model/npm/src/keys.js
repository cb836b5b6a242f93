// Signing keys, made by the host's own cryptography: in WebAssembly a key takes seconds.

const ALGORITHM = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};

/** One key ahead, so that the first login of a site need not wait for it. */
export class Keys {
  #ahead;

  /** Starts to make a key, unless there is one. */
  prepare() {
    if (this.#ahead !== undefined) return;
    this.#ahead = generate();
    this.#ahead.catch(() => {}); // whoever takes it is told
  }

  /** @returns {Promise<Uint8Array | undefined>} PKCS #8; nothing where the host has no such cryptography, on a plain http page */
  async take() {
    this.prepare();
    const key = this.#ahead;
    this.#ahead = undefined;
    return key;
  }
}

async function generate() {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined) return undefined;
  const { privateKey } = await subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  return new Uint8Array(await subtle.exportKey("pkcs8", privateKey));
}
