export { lazyClient } from "headless-identity";
