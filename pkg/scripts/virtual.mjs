/** Modules that exist only in memory: `{ name: source }`. */
export function virtual(sources) {
  return {
    name: "virtual",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path }) => (path in sources ? { path, namespace: "virtual" } : undefined));
      onLoad({ filter: /./, namespace: "virtual" }, ({ path }) => ({ contents: sources[path] }));
    },
  };
}
