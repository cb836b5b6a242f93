/** Bytes as printable ASCII that no minifier has to escape; written by scripts/encode.mjs. */
export interface EncodedBytes {
  text: string;
  /** How many bytes `text` stands for. */
  size: number;
  /** The bytes that are written as one character, in the alphabet's order; the others take two. */
  frequent: readonly number[];
}

/** The inverse of scripts/encode.mjs, where the encoding and its reason are described. */
export function decode({ text, size, frequent }: EncodedBytes): Uint8Array<ArrayBuffer> {
  const rankOf: number[] = [];
  for (let code = 32, rank = 0; code < 127; code++) {
    if (!"\"'`$\\".includes(String.fromCharCode(code))) rankOf[code] = rank++;
  }
  const rare = [...Array(256).keys()].filter((byte) => !frequent.includes(byte));

  const bytes = new Uint8Array(size);
  for (let at = 0, read = 0; at < size; at++) {
    const rank = rankOf[text.charCodeAt(read++)]!;
    // The two characters after the frequent ones announce a rare byte; it is the next character, of two times 90.
    bytes[at] = frequent[rank] ?? rare[(rank - frequent.length) * 90 + rankOf[text.charCodeAt(read++)]!]!;
  }
  return bytes;
}
