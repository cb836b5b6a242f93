import * as vite from "vite";
import { appTests } from "../lib/react-app.mjs";
import { copyApp } from "./copy.mjs";

await appTests("react 18", copyApp("app"), vite);
