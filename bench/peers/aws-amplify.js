import { Amplify } from "aws-amplify";
import { fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";

/** @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId }, onChange) {
  Amplify.configure({
    Auth: {
      Cognito: { userPoolId: "eu-west-1_Example01", userPoolClientId: clientId, userPoolEndpoint: siteUrl },
    },
  });
  Hub.listen("auth", ({ payload }) => onChange(payload));
  return {
    // The password itself, as the other entries send it; the default, SRP, adds big-number code and a round trip.
    login: (credentials) => signIn({ ...credentials, options: { authFlowType: "USER_PASSWORD_AUTH" } }),
    getAccessToken: async () => (await fetchAuthSession()).tokens?.accessToken.toString(),
    logout: () => signOut(),
  };
}
