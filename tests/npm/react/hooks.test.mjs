import * as vite from "vite";
import { hookTests } from "../lib/react-hooks.mjs";

await hookTests("react", import.meta.dirname, vite);
