import { attempt } from "./arguments.js";
import type { Tell } from "./protocol.js";

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** The numbers of an RSA key, base64url. */
interface Key {
  readonly n: string;
  readonly e: string;
}

/** Checks a signature by WebCrypto (`RS256`, RFC 7518, 3.3). A crate that does it would add 25 kB (brotli) to the wasm. */
export function verify(tell: Tell, { n, e }: Key, message: number[], signature: number[]): void {
  const subtle = attempt((): SubtleCrypto | undefined => globalThis.crypto?.subtle, undefined);
  if (!subtle) return tell("verified", null); // as on pages that are not in a secure context
  const check = async () => {
    const key = await subtle.importKey("jwk", { kty: "RSA", n, e }, ALGORITHM, false, ["verify"]);
    return subtle.verify(ALGORITHM, key, new Uint8Array(signature), new Uint8Array(message));
  };
  // A key that cannot be read and a signature by another key both count as a bad signature.
  check().then(
    (isGood) => tell("verified", isGood === true),
    () => tell("verified", false),
  );
}
