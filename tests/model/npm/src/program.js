#!/usr/bin/env node
// The model as a program.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { modelWasm } from "#wasm";
import { help } from "../built/model.js";
import { pagesOf } from "./files.js";
import { Host, load } from "./host.js";
import { listen } from "./server.js";

const NAME = "headless-identity-model-site";
const SWEEP_EVERY_MS = 60_000;

const OPTIONS = {
  port: { type: "string", default: "8787" },
  "port-file": { type: "string" },
  config: { type: "string" },
  origin: { type: "string", multiple: true, default: [] },
  www: { type: "string" },
  quiet: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
};

// Whoever started the program may have stopped reading; that is no reason to fail.
process.stdout.on("error", () => {});
const say = (line) => process.stdout.write(`${line}\n`);

await load(modelWasm);
let chosen;
try {
  chosen = readArguments();
} catch (error) {
  process.stderr.write(`${NAME}: ${error.message}\n\n${help(NAME)}`);
  process.exit(2);
}
if (chosen.help) {
  process.stdout.write(help(NAME));
} else {
  await run(chosen).catch((error) => {
    process.stderr.write(`${NAME}: ${error.message ?? error}\n`);
    process.exitCode = 1;
  });
}

function readArguments() {
  const { values } = parseArgs({ options: OPTIONS });
  const port = /^\d+$/.test(values.port) ? Number(values.port) : NaN;
  if (!(port <= 65_535)) throw new Error(`--port ${values.port}: not a port`);
  if (values.www !== undefined && !statSync(values.www, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`--www ${values.www}: no such folder`);
  }
  return { ...values, port, config: values.config === undefined ? {} : readConfig(values.config) };
}

function readConfig(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: ${error.message}`);
  }
}

async function run({ port, "port-file": portFile, config, origin: origins, www, quiet }) {
  const frontEnd = www === undefined ? [] : pagesOf(www);
  const makeHost = (origin) => new Host({ origin, config, origins, hasKnownClientId: true, frontEnd });
  const print = quiet ? undefined : say;
  const server = await listen({ port, www, print, makeHost }).catch((error) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`port ${port} is taken; choose another with --port`);
  });
  const { model } = server.host;
  say(`listening on ${server.origin}`);
  try {
    if (portFile !== undefined) writeFileSync(portFile, String(server.port));
  } catch (error) {
    await server.stop();
    throw error;
  }
  model.introduction().forEach(say);
  const sweeper = setInterval(() => model.sweep(), SWEEP_EVERY_MS);
  const stop = async () => {
    say("stopping");
    clearInterval(sweeper);
    await server.stop();
    process.exit(); // answers that a fault delays are not waited for
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}
