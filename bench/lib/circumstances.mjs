/** What figures are worth nothing without: when, where and with what they were measured. */
import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";

const say = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();

export function circumstances() {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: say("git", "describe", "--always", "--dirty"),
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    browser: say(process.env.CHROME ?? "/usr/bin/chromium", "--version", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])),
    load: Number(loadavg()[0].toFixed(2)), // what else ran in the last minute
  };
}
