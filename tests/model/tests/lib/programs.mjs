// Model sites as programs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * Starts a program that listens on a free port.
 * @param {string[]} command
 * @returns {Promise<{ origin: string, child: import("node:child_process").ChildProcess, lines: string[], stop: () => void }>}
 */
export async function start([program, ...options], ...more) {
  const child = spawn(program, [...options, "--port", "0", ...more], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = [];
  const output = createInterface(child.stdout).on("line", (line) => lines.push(line));
  const [first] = await Promise.race([once(output, "line"), once(child, "exit")]);
  if (typeof first !== "string") throw new Error(`${program} ended with ${first}`);
  return { origin: first.replace("listening on ", ""), child, lines, stop: () => child.kill() };
}
