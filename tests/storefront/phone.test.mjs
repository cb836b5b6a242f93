/** The shop on a phone: what each engine shows in the short run. The other shapes are in looks.test.mjs. */

import { storefrontTests } from "./lib/setup.mjs";
import { testViews } from "./lib/views.mjs";

testViews(storefrontTests(), { shape: "phone", colorScheme: "light" });
