// For workerd, where a module that is imported may neither fetch, nor set a timer, nor ask for a random number.
import "@angular/compiler";
import * as sdk from "headless-identity";
import * as angular from "headless-identity/angular";
import * as compat from "headless-identity/compat";
import core from "headless-identity/core.wasm";
import * as errors from "headless-identity/errors";
import * as react from "headless-identity/react";
import * as slim from "headless-identity/slim";
import * as svelte from "headless-identity/svelte";
import * as testing from "headless-identity/testing";
import * as vue from "headless-identity/vue";
import { check } from "./check.js";

// Bundlers leave out what nobody uses.
const entries = [sdk, angular, compat, errors, react, slim, svelte, testing, vue];

const ways = {
  fallback: (config) => sdk.createClient({ ...config, fallback: async () => compat }),
  compat: compat.createClient,
  slim: (config) => slim.createClient({ ...config, wasm: core }),
};

export default {
  async fetch(request) {
    const called = entries.flatMap((entry) => (Object.keys(entry).length > 0 ? [] : ["nothing exported"]));
    return Response.json({ called, ...(await check(sdk, await request.json(), ways)) });
  },
};
