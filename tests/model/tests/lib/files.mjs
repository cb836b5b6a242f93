// Any static host: files of a folder under a path, and nothing else.
import { createServer } from "node:http";
import { fileOf } from "../../npm/src/files.js";

/** @returns {Promise<{ url: string, asked: string[], stop: () => void }>} what was asked for is in `asked` */
export async function serveFiles(folder, path) {
  const asked = [];
  const server = createServer(async ({ method, url, headers }, response) => {
    asked.push(`${method} ${url}`);
    const target = url.startsWith(path) ? url.slice(path.length - 1) : undefined;
    const file = target === undefined ? undefined : await fileOf(folder, { method, target, headers });
    response.writeHead(file?.status ?? 404, file?.headers ?? []).end(file?.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${server.address().port}${path}`, asked, stop };
}
