interface Tagged {
  ArrayBuffer: ArrayBuffer;
  FormData: FormData;
  ReadableStream: ReadableStream;
  Request: Request;
  Response: Response;
  URL: URL;
  URLSearchParams: URLSearchParams;
  "WebAssembly.Module": WebAssembly.Module;
}

/** Tells what a value is by its tag: its class may be another window's, or missing, as in jsdom. */
export function isA<Name extends keyof Tagged>(name: Name, value: unknown): value is Tagged[Name] {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}
