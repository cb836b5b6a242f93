import { expect } from "storybook/test";
import { LoginForm } from "./LoginForm.jsx";

const ADA = { username: "ada", password: "secret", session: { userId: "005ADA" } };

export default { component: LoginForm, parameters: { identity: { users: [ADA] } } };

export const Empty = {};

export const SignedIn = { parameters: { identity: { session: { userId: "005ADA" } } } };

export const Limited = {
  play: async ({ canvas, userEvent, loaded }) => {
    loaded.client.failNext("login", "rate_limited");
    await logIn(canvas, userEvent);
    await expect(await canvas.findByRole("alert")).toHaveTextContent("rate_limited");
  },
};

export const LoggedIn = {
  play: async ({ canvas, userEvent }) => {
    await logIn(canvas, userEvent);
    await expect(await canvas.findByRole("status")).toHaveTextContent("005ADA");
  },
};

async function logIn(canvas, userEvent) {
  await userEvent.type(canvas.getByLabelText("Username"), "ada");
  await userEvent.type(canvas.getByLabelText("Password"), "secret");
  await userEvent.click(canvas.getByRole("button", { name: "Log in" }));
}
