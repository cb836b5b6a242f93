/** A development server that is a program of its own. */

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after } from "node:test";

/** A port that nobody listens on just now. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Runs a program until the test file ends, and waits until its server answers.
 *
 * @param {string} folder of the project
 * @param {(port: number) => string[]} command the program's path and its arguments
 * @returns {Promise<string>} the origin
 */
export async function serveBy(folder, command) {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const [program, ...args] = command(port);
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // it starts others, which end with their group
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (text) => (said += text));
  after(() => end(child));
  process.on("exit", () => end(child));

  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(origin).catch(() => undefined);
    if (answer?.ok) return origin;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${program} ${args.join(" ")} does not serve:\n${said}`);
}

function end(child) {
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // it has ended
  }
}
