// Entries that stand beside the core (`react`, `testing`) use its files as they are in dist/: so a page has one error
// class and one core, however many entries it imports.
export const siblings = {
  name: "siblings",
  setup({ onResolve }) {
    onResolve({ filter: /\/(index|slim)\.js$/ }, ({ path }) => ({
      path: path.replace(/^.*\//, "./"),
      external: true,
    }));
  },
};
