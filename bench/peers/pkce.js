// A proof key of RFC 7636, three ways.
import { createPkcePair } from "headless-identity";
import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from "oauth4webapi";
import { pkcePair } from "../entries/floor.js";

export const pairs = {
  "headless-identity": createPkcePair,
  "by hand": pkcePair,
  async oauth4webapi() {
    const verifier = generateRandomCodeVerifier();
    return { verifier, challenge: await calculatePKCECodeChallenge(verifier) };
  },
};
