// Requests as they are, without what `fetch` mends.
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true });

/**
 * @param {string} origin
 * @param {{ method: string, path: string, headers?: Record<string, string>, body?: string | Buffer }} asked
 * @returns {Promise<{ status: number, headers: Record<string, string>, body: string, broken?: true }>} status 0: no answer
 */
export function send(origin, { method, path, headers = {}, body = "" }) {
  const { hostname, port } = new URL(origin);
  const length = body === "" && method !== "POST" ? {} : { "content-length": Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const nothing = () => resolve({ status: 0, headers: {}, body: "", broken: true });
    const sent = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } }, (answer) => {
      const chunks = [];
      const whole = (broken) => {
        const { statusCode: status, headers } = answer;
        resolve({ status, headers, body: Buffer.concat(chunks).toString(), ...broken });
      };
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => whole()).on("error", () => whole({ broken: true }));
    });
    sent.on("error", nothing).end(body);
  });
}

export const form = (fields) => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(fields).toString(),
});

export const json = (value) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});
