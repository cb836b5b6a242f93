/** From results to tables. */
import { COMPAT, FLOOR, OURS, SLIM, contestants } from "./lib/contestants.mjs";

const bytes = (number) => number.toLocaleString("en");
const kib = (number) => `${(number / 1024).toLocaleString("en", { maximumFractionDigits: 0 })}`;
const fixed = (number) => number.toFixed(number < 10 ? 2 : 1);
const middle = ({ median, p25, p75 }) => `${fixed(median)} (${fixed(p25)}–${fixed(p75)})`;
const range = ({ min, max }) => `${fixed(min)}–${fixed(max)}`;

/** Which tables a part makes. */
const TABLES = {
  size: [entrySizes, packageSizes],
  cold: [coldStarts],
  login: [logins, requests],
  calls: [calls],
  memory: [memory],
  rust: [rust],
};

export const PARTS = Object.keys(TABLES);

/** The parts that count bytes: a busy machine does not move them. */
const BYTES = ["size", "rust"];

/** @param {object} results of `run.mjs` @returns {import("./lib/table.mjs").Table[]} */
export function tables(results) {
  return PARTS.filter((part) => results[part]).flatMap((part) => TABLES[part].map((make) => make(results[part])));
}

/** One line about when and where; where parts are of different runs, the oldest, and which are newer. */
export function where(results) {
  const parts = Object.values(results);
  const { date, commit, cpu, cores, system, browser } = parts.map((part) => part.where).sort((a, b) => (a.date < b.date ? -1 : 1))[0];
  const newer = Object.entries(results)
    .filter(([, part]) => part.where.commit !== commit)
    .map(([name, part]) => `${name} (${part.where.date}, commit ${part.where.commit})`);
  const since = newer.length ? ` Measured again since: ${newer.join(", ")}.` : "";
  const load = Math.max(...Object.entries(results).map(([name, part]) => (BYTES.includes(name) ? 0 : part.where.load)));
  const noise = load > 1 ? ` The machine was not quiet (load ${load} before it began): treat the times as approximate.` : "";
  const quick = parts.some((part) => part.quick) ? " Some parts were measured with few rounds (--quick)." : "";
  return `${date}, commit ${commit}, ${browser}, ${cores} cores of ${cpu}, ${system}.${since}${quick}${noise}\n`;
}

/** In place of a figure, where a contestant is not timed or is newer than the results. */
const NONE = "–";

/** Who logs in at the model site, as far as the results have them. */
const clientsIn = (figures) => [OURS, COMPAT, FLOOR].filter((name) => name in figures);

const nameAndVersion = ({ name, version }) => (version ? `${name} ${version}` : name);

/** A script, with what it fetches later; and the slim entry is nothing without the wasm beside it. */
const withRest = (entry, core, kind, write) =>
  [entry, entry.later, entry.name === SLIM && core].filter(Boolean).map((weight) => write(weight[kind])).join(" + ");

function entrySizes({ entries, package: { "core.wasm": core } }) {
  const by = Object.fromEntries(entries.map((entry) => [entry.name, entry]));
  return {
    title: "Bytes of a login page's script",
    head: ["entry", "minified", "gzip -9", "brotli 11", "password", "codes", "registration", "tabs"],
    rows: contestants().map((each) => {
      const entry = by[each.name];
      const weights = ["raw", "gzip", "brotli"].map((kind) => (entry ? withRest(entry, core, kind, bytes) : NONE));
      return [nameAndVersion(each), ...weights, each.password, each.codes, each.registration, each.tabs];
    }),
    notes: contestants().map(({ name, note }) => `${name}: ${note}`),
  };
}

function packageSizes(results) {
  return {
    title: "Bytes of this package",
    head: ["", "raw", "gzip -9", "brotli 11"],
    rows: Object.entries(results.package).map(([name, { raw, gzip, brotli }]) => [name, bytes(raw), bytes(gzip), bytes(brotli)]),
  };
}

function coldStarts({ rounds, phoneRounds, empty, warm, phone, asked }) {
  return {
    title: "Cold start, ms",
    head: ["entry", "empty cache", "min–max", "warm cache", "min–max", "phone, empty cache", "first request"],
    rows: contestants().map((each) => {
      const { name } = each;
      if (!asked[name]) return [nameAndVersion(each), ...Array(6).fill(NONE)];
      const path = asked[name].replace(/^\/portal\/?/, "…/");
      const [nearby, again] = [empty[name], warm[name]];
      return [nameAndVersion(each), middle(nearby), range(nearby), middle(again), range(again), middle(phone[name]), path];
    }),
    notes: [
      `From asking for the script to the first request that leaves for the site: median (quartiles) of ${rounds}, for the phone of ${phoneRounds}.`,
      "Empty and warm: the server is on the same machine, so a download costs next to nothing. Phone: 150 ms there and back, 1.6 Mbit/s, gzip.",
    ],
  };
}

function logins({ rounds, wall, ratio }) {
  return {
    title: "A login at the model site, ms",
    head: ["", "median (quartiles)", "min–max"],
    rows: clientsIn(wall).map((name) => [name, middle(wall[name]), range(wall[name])]),
    notes: [`${rounds} each, by turns. The package takes ${middle(ratio)} times as long as by hand, round by round.`],
  };
}

function requests({ requests: seen }) {
  const count = (list) => {
    const preflights = list.filter((request) => request.startsWith("OPTIONS")).length;
    return `${list.length} (${preflights} preflights)`;
  };
  return {
    title: "Requests",
    head: ["", "first login", "second login", "logout"],
    rows: clientsIn(seen).map((name) => [name, ...Object.values(seen[name]).map(count)]),
    notes: ["A second login over the first revokes the refresh token that it replaces, in the background; by hand it is left alive."],
  };
}

function calls({ rounds, loops, pairs, token, hundred, pkce }) {
  const row = (what, figures) => Object.entries(figures).map(([name, figure]) => [`${what}, ${name}`, middle(figure), range(figure)]);
  return {
    title: "Calls, µs",
    head: ["", "median (quartiles)", "min–max"],
    rows: [...row("getAccessToken", token), ...row("100 getAccessToken at once", hundred), ...row("PKCE pair", pkce)],
    notes: [`${rounds} rounds by turns, of ${bytes(loops)} calls or ${bytes(pairs)} pairs each; the session is good for long.`],
  };
}

function memory({ logins: times, ...clients }) {
  const growth = ({ before, after }, kind) => `${((after[kind] - before[kind]) / times).toFixed(0)}`;
  return {
    title: `Memory of a page with ${bytes(times)} logins, KiB`,
    head: ["", "page", "after", "JavaScript heap", "after", "core", "after", "bytes a login"],
    rows: clientsIn(clients).map((name) => {
      const { before, after } = clients[name];
      const pair = (kind) => [kib(before[kind]), kib(after[kind])];
      return [name, ...pair("page"), ...pair("heap"), ...pair("wasm"), growth(clients[name], "page")];
    }),
    notes: ["After garbage collection. The page is what performance.measureUserAgentSpecificMemory says; the memory of a core in wasm is not in it. A MiB of it is its stack, hardly touched."],
  };
}

function rust({ pages }) {
  const label = { "headless-identity": "headless-identity (feature yew)", oauth2: "oauth2 over gloo-net", alone: "Yew alone" };
  return {
    title: "wasm of a login page in Yew, bytes",
    head: ["", "raw", "gzip -9", "brotli 11"],
    rows: pages.map(({ name, raw, gzip, brotli }) => [label[name], bytes(raw), bytes(gzip), bytes(brotli)]),
    notes: ["With oauth2 it is a password login and a sign-out, without renewal. Yew alone has the same form and sends nothing: the floor."],
  };
}

/** What the README says. */
export function summary({ size, cold, login }) {
  const by = Object.fromEntries(size.entries.map((entry) => [entry.name, entry]));
  const core = size.package["core.wasm"];
  const kB = (number) => (number / 1000).toFixed(1);
  return {
    head: ["login page with", "brotli, kB", "cold, ms", "warm, ms", "cold on a phone, ms", "password", "codes", "registration"],
    rows: contestants().map((each) => {
      const { name, password, codes, registration } = each;
      const ms = (figure) => figure?.median.toFixed(0) ?? NONE;
      const starts = [cold.empty, cold.warm, cold.phone].map((figures) => ms(figures[name]));
      const weight = by[name] ? withRest(by[name], core, "brotli", kB) : NONE;
      return [nameAndVersion(each), weight, ...starts, password, codes, registration];
    }),
    sentence: `A login at the model site takes ${fixed(login.wall[OURS].median)} ms, by hand ${fixed(login.wall[FLOOR].median)} ms.`,
  };
}
