import { HeadlessProvider } from "headless-identity/react";
import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";
import { client } from "./client.js";

export function Layout({ children }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>A React Router app</title>
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return (
    <HeadlessProvider client={client}>
      <Outlet />
    </HeadlessProvider>
  );
}
