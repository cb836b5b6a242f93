declare var IDENTITY_CONFIG: import("headless-identity").ClientConfig;
