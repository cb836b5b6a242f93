import { isA } from "./tag.js";

/** A body that its caller may change or hand on before the request is sent. */
export function taken(body: BodyInit | null | undefined): BodyInit | null | undefined {
  if (isA("FormData", body)) {
    const form = new FormData();
    body.forEach((value, name) => form.append(name, value));
    return form;
  }
  if (isA("URLSearchParams", body)) return new URLSearchParams(body);
  return isA("ArrayBuffer", body) || ArrayBuffer.isView(body) ? new Blob([body]) : body;
}
