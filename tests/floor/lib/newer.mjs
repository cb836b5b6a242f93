/** What browsers have that is newer than the floor, by MDN's data: to be taken away from a page. */

import { createRequire } from "node:module";
import { lackedBy } from "./floor.mjs";

const data = createRequire(import.meta.url)("@mdn/browser-compat-data");

/** `["Promise", "withResolvers"]`, `["structuredClone"]`, `["Response", "json_static"]`, …: classes and functions of the page, members of classes. */
export function newer() {
  const { builtins } = data.javascript;
  return [
    ...newerIn("javascript.builtins", builtins),
    ...newerIn("api", data.api),
    ...newerIn("webassembly.api", data.webassembly.api).flatMap(([name, member]) => (member ? [] : [["WebAssembly", name]])),
  ];
}

function newerIn(root, classes) {
  const isNewer = (key, { __compat }) => __compat && lackedBy(key).length > 0;
  return Object.entries(classes).flatMap(([name, members]) => {
    if (isNewer(`${root}.${name}`, members)) return [[name]];
    const named = Object.entries(members).filter(([member, what]) => isNewer(`${root}.${name}.${member}`, what));
    return named.map(([member]) => [name, member]);
  });
}

/** Runs in a page before anything else. What cannot be deleted stays. */
export function takeAway(names) {
  for (const [name, member] of names) {
    const owner = globalThis[name];
    const plain = member?.replace(/_static$/, "");
    if (member === undefined || name === "Window") Reflect.deleteProperty(globalThis, plain ?? name);
    else if (Object(owner) === owner) {
      // MDN does not say which members of the language's own classes are static.
      Reflect.deleteProperty(owner, plain);
      if (plain === member && Object(owner.prototype) === owner.prototype) Reflect.deleteProperty(owner.prototype, member);
    }
  }
}
