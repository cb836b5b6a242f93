import { lazyClient } from "headless-identity";
import { FORM, loginForm } from "./login-form.js";

document.body.innerHTML = FORM;
loginForm(document.forms[0], lazyClient(window.IDENTITY_CONFIG));
