import { join, relative } from "node:path";

/** Files of dist/ that other files there import, so that a page has one error class and one core, however many entries it imports. */
const SIBLINGS = ["bundled", "eager", "errors", "lazy"];

/** Leaves imports of those files as they are. */
export const siblings = {
  name: "siblings",
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const file = relative("src", join(resolveDir, path));
      return SIBLINGS.some((name) => file === `${name}.js`) ? { path: `./${file}`, external: true } : undefined;
    });
  },
};
