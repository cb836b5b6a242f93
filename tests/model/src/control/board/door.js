/** The control door, as the board calls it. */

const DOOR = new URL("..", import.meta.url);

/** What the door refuses, in its own words. */
export class Refused extends Error {}

/** @param {string} method  @param {string} path  @param {unknown} [body]  @returns {Promise<any>} */
export async function call(method, path, body) {
  const answer = await fetch(new URL(path, DOOR), {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const value = text ? JSON.parse(text) : undefined;
  if (!answer.ok) throw new Refused(value?.message ?? `HTTP ${answer.status}`);
  return value;
}

/** The calls that concern one site. @param {string} id */
export function doorOf(id) {
  const path = `sites/${encodeURIComponent(id)}`;
  return {
    id,
    state: (known) => call("GET", `${path}/state${known ? `?known=${known}` : ""}`),
    change: (settings) => call("PATCH", path, settings),
    advance: (seconds) => call("POST", `${path}/clock`, { advanceSec: seconds }),
    faults: (faults) => call("POST", `${path}/faults`, faults),
    forgetRequests: () => call("DELETE", `${path}/requests`),
    revoke: (session) => call("DELETE", `${path}/oauth-sessions/${session}`),
  };
}
