const sdk = require("headless-identity");
const testing = require("headless-identity/testing");
const { fakeClientTests } = require("../../lib/fake-client.cjs");

fakeClientTests({ test, expect }, testing, sdk);
