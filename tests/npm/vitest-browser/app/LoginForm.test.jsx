import { HeadlessProvider } from "headless-identity/react";
import { createFakeClient } from "headless-identity/testing";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { LoginForm } from "./LoginForm.jsx";

const ADA = { username: "ada", password: "secret", session: { userId: "005ADA" } };

test("a wrong password, then a login", async () => {
  const client = createFakeClient({ users: [ADA] });
  const screen = await render(
    <HeadlessProvider client={client}>
      <LoginForm />
    </HeadlessProvider>,
  );
  const logIn = async (password) => {
    await screen.getByLabelText("Username").fill("ada");
    await screen.getByLabelText("Password").fill(password);
    await screen.getByRole("button", { name: "Log in" }).click();
  };

  await logIn("not-her-password");
  await expect.element(screen.getByRole("alert")).toHaveTextContent("invalid_credentials");
  await logIn("secret");
  await expect.element(screen.getByRole("status")).toHaveTextContent("005ADA");
  expect(client.calls.map(({ method }) => method)).toEqual(["login", "login"]);
});
