import { loginTests } from "../lib/login.mjs";
import { serve } from "../lib/serve.mjs";

loginTests("plain page", await serve(import.meta.dirname));
