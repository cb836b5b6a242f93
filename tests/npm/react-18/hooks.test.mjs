import * as vite from "vite";
import { hookTests } from "../lib/react-hooks.mjs";
import { copyApp } from "./copy.mjs";

await hookTests("react 18", copyApp("hooks"), vite);
