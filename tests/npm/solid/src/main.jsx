import { Route, Router } from "@solidjs/router";
import { render } from "solid-js/web";
import { Account } from "./Account.jsx";
import { Home } from "./Home.jsx";
import { Login } from "./Login.jsx";

const App = () => (
  <Router>
    <Route path="/" component={Home} />
    <Route path="/login" component={Login} />
    <Route path="/account" component={Account} />
  </Router>
);

render(App, document.getElementById("root"));
