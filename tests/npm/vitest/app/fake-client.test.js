// @vitest-environment jsdom
import * as sdk from "headless-identity";
import * as testing from "headless-identity/testing";
import { expect, test } from "vitest";
import { fakeClientTests } from "../../lib/fake-client.cjs";

fakeClientTests({ test, expect }, testing, sdk);
