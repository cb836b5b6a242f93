import { createContext } from "react";
import type { AnyClient } from "../types/lazy.js";

/** The client of the provider above. */
export const ClientContext = createContext<AnyClient | undefined>(undefined);
