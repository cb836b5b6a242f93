import * as vite from "vite";
import { appTests } from "../lib/react-app.mjs";

await appTests("react", import.meta.dirname, vite);
