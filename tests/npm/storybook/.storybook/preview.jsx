import { HeadlessProvider } from "headless-identity/react";
import { createFakeClient } from "headless-identity/testing";

export default {
  loaders: [({ parameters }) => ({ client: createFakeClient(parameters.identity) })],
  decorators: [
    (Story, { loaded }) => (
      <HeadlessProvider client={loaded.client}>
        <Story />
      </HeadlessProvider>
    ),
  ],
};
