/** A model site of one's own: on the server that MODEL_SITE names, or on one started here. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const server = process.env.MODEL_SITE ? { url: process.env.MODEL_SITE, stop() {} } : await start();

/** Ends the server, if it was started here. */
export const stop = () => server.stop();

async function start() {
  const options = ["run", "--quiet", "--package", "model-site", "--", "--port", "0", "--quiet"];
  const child = spawn("cargo", options, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  return { url: line.replace("listening on ", ""), stop: () => child.kill() };
}

export async function makeSite(settings = {}) {
  const answer = await fetch(`${server.url}/__model/sites`, { method: "POST", body: JSON.stringify(settings) });
  return answer.json();
}

/** What no general OAuth client knows: the login by credentials. Answers the callback's URL. */
export async function login(site, challenge, state) {
  const [user] = site.users;
  const answer = await fetch(`${site.siteUrl}/services/oauth2/authorize`, {
    method: "POST",
    redirect: "manual",
    headers: { "auth-request-type": "Named-User" },
    body: new URLSearchParams({
      response_type: "code_credentials",
      client_id: site.clientId,
      redirect_uri: site.redirectUri,
      username: user.username,
      password: user.password,
      code_challenge: challenge,
      state,
    }),
  });
  return new URL(answer.headers.get("location"));
}
