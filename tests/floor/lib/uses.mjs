/** What the package's source uses of the language's library and of the browser's, as TypeScript's checker resolves it. */

import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { compat } from "./floor.mjs";

const OPTIONS = {
  target: ts.ScriptTarget.ESNext,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  types: [],
  noEmit: true,
};

/**
 * Each name once: under its key in MDN's data, or without one, and the line that uses it.
 *
 * Not seen is what no type tells of: names that are put together when the page runs, and the members of an object of options.
 *
 * @param {string} folder
 * @returns {{ name: string, key: string | undefined, where: string }[]}
 */
export function usesIn(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
  const program = ts.createProgram(names.map((name) => join(folder, name)), OPTIONS);
  const wrong = ts.getPreEmitDiagnostics(program);
  if (wrong.length) throw new Error(ts.formatDiagnostics(wrong, { getCurrentDirectory: () => folder, getCanonicalFileName: String, getNewLine: () => "\n" }));

  const checker = program.getTypeChecker();
  const found = new Map();
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    const use = ts.isIdentifier(node) && useOf(node);
    if (use && !found.has(use.name)) found.set(use.name, { ...use, where: lineOf(node) });
    ts.forEachChild(node, visit);
  };

  function useOf(node) {
    const owner = ownerOf(node);
    const symbol = owner && ts.isBindingElement(node.parent) ? owner.getProperty(node.text) : checker.getSymbolAtLocation(node);
    const declarations = symbol?.declarations ?? [];
    if (!declarations.some((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()))) return undefined;
    const declarer = declarations.map(declarerOf).find(Boolean);
    if (symbol.name === "prototype") return undefined; // every class has one, and MDN names none of them
    const owners = [...(owner ? family(owner) : []), ...(declarer ? [declarer] : [])].filter((name) => name !== "globalThis");
    const key = keysOf(owners, symbol.name, ts.isNewExpression(node.parent)).find(compat);
    // What is only a shape, such as `RequestInit`, is no part of a browser.
    if (!key && declarer && !isValue(declarer)) return undefined;
    return { name: key ?? [declarer, symbol.name].filter(Boolean).join("."), key };
  }

  /** The type of what stands before the dot, or what is taken apart. */
  function ownerOf(node) {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
      return checker.getApparentType(checker.getNonNullableType(checker.getTypeAtLocation(parent.expression)));
    }
    const isTaken = ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === node;
    return isTaken ? checker.getApparentType(checker.getTypeAtLocation(parent.parent)) : undefined;
  }

  /** A type's name, and those of what it extends. */
  function family(type) {
    const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
    return [type.symbol?.name, ...bases.flatMap(family)].filter(Boolean);
  }

  const isValue = (name) => checker.resolveName(name.replace(/Constructor$/, ""), undefined, ts.SymbolFlags.Value, false) !== undefined;

  const lineOf = (node) => {
    const file = node.getSourceFile();
    return `${relative(folder, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  };

  program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder)).forEach(visit);
  return [...found.values()];
}

/** What it is a member of: an interface, a namespace, or as a static one what `declare var AbortSignal: { … }` declares. */
function declarerOf({ parent }) {
  if (ts.isInterfaceDeclaration(parent)) return parent.name.text;
  const named = ts.isModuleBlock(parent) || ts.isTypeLiteralNode(parent) ? parent.parent : undefined;
  return named?.name?.text;
}

/** Interfaces of TypeScript's that MDN has under another name. */
const MDN_NAMES = { ReadonlyArray: "Array", CallableFunction: "Function", Uint8Array: "TypedArray", Console: "console" };

/** Under which keys MDN may have it, the likeliest first. */
function keysOf(owners, name, isNew) {
  const roots = ["javascript.builtins", "webassembly.api", "api"];
  if (owners.length === 0) {
    const keys = [...roots.map((root) => `${root}.${name}`), `api.Window.${name}`, ...(name === "WebAssembly" ? ["webassembly.api"] : [])];
    return isNew ? [...roots.map((root) => `${root}.${name}.${name}`), ...keys] : keys;
  }
  const classes = owners.map((owner) => owner.replace(/Constructor$/, "")).flatMap((owner) => [owner, MDN_NAMES[owner] ?? []].flat());
  return classes
    .flatMap((owner) => roots.map((root) => (owner === "WebAssembly" ? "webassembly.api" : `${root}.${owner}`)))
    .flatMap((prefix) => [name, `${name}_static`, name.replace(/^on(.+)/, "$1_event")].map((member) => `${prefix}.${member}`));
}
