import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

const origin = serve(import.meta.dirname);

loginTests("plain page", () => origin);
