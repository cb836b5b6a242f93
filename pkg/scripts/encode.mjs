// Bytes as text, for a wasm inside a JavaScript string. base64 cuts bytes into six-bit pieces and so hides their
// repetitions from gzip and brotli: it costs a third of the download. Here a byte stays one character where it can, so
// that the text compresses almost like the bytes:
//
// - The alphabet is printable ASCII without quotes, backtick, backslash and dollar (no minifier escapes anything): 90
//   characters.
// - The first 88 stand for the 88 most frequent bytes. A byte that is such a character by itself stands for itself: where
//   the wasm holds text, brotli still sees text.
// - The last two announce one of the 168 others, which is the next character: 90 of them follow the first announcer, 78
//   the second.
//
// src/decode.ts is the inverse.
const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => !"\"'`$\\".includes(c));
const ANNOUNCERS = 2;
const FREQUENT = ALPHABET.length - ANNOUNCERS;

/** @param {Uint8Array} bytes @returns {import("../src/decode.ts").EncodedBytes} */
export function encode(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const byFrequency = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  const top = byFrequency.slice(0, FREQUENT);
  const rare = byFrequency.slice(FREQUENT).sort((a, b) => a - b);

  const own = ALPHABET.slice(0, FREQUENT).map((character) => character.charCodeAt(0));
  const strangers = top.filter((byte) => !own.includes(byte));
  const frequent = own.map((byte) => (top.includes(byte) ? byte : strangers.shift()));

  const written = [];
  frequent.forEach((byte, rank) => (written[byte] = ALPHABET[rank]));
  rare.forEach((byte, index) => {
    const announcer = ALPHABET[FREQUENT + Math.floor(index / ALPHABET.length)];
    written[byte] = announcer + ALPHABET[index % ALPHABET.length];
  });
  return { text: Array.from(bytes, (byte) => written[byte]).join(""), size: bytes.length, frequent };
}
