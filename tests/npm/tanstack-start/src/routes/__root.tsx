import { createRootRoute, HeadContent, Outlet, Scripts } from "@tanstack/react-router";
import { HeadlessProvider } from "headless-identity/react";
import { client } from "../identity";

export const Route = createRootRoute({
  head: () => ({ meta: [{ charSet: "utf-8" }, { title: "A TanStack Start app" }] }),
  shellComponent: Document,
  component: App,
});

function Document({ children }) {
  return (
    <html lang="en">
      <head>
        <HeadContent />
      </head>
      <body>
        {children}
        <Scripts />
      </body>
    </html>
  );
}

function App() {
  return (
    <HeadlessProvider client={client}>
      <Outlet />
    </HeadlessProvider>
  );
}
