import "./account.js";
import "./home.js";
import "./login.js";

const PAGES = { "/": "app-home", "/login": "app-login", "/account": "app-account" };
document.body.append(document.createElement(PAGES[location.pathname]));
