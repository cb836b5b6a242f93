import { lazyClient } from "headless-identity";
import { config } from "./config.js";

export const client = lazyClient(config);
