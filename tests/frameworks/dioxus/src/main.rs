use std::rc::Rc;

use dioxus::html::FormValue;
use dioxus::prelude::*;
use headless_identity::{Client, Config, Error, LoginArgs, Session, SessionKind, Subscription};

/// What components take from the context.
#[derive(Clone)]
struct Auth {
    client: Client,
    session: Signal<Option<Rc<Session>>>,
    _listening: Rc<Subscription>,
}

impl Auth {
    fn new(config: Config) -> Result<Self, Error> {
        let client = Client::new(config)?;
        let mut session = Signal::new(client.session());
        let listening = client.subscribe(move |event| session.set(event.session.clone()));
        Ok(Self { client, session, _listening: Rc::new(listening) })
    }
}

#[component]
fn LoginForm() -> Element {
    let client = use_context::<Auth>().client;
    let mut failure = use_signal(|| "");
    let log_in = move |event: FormEvent| {
        event.prevent_default();
        let text = |name| match event.get_first(name) {
            Some(FormValue::Text(text)) => text,
            _ => String::new(),
        };
        let args = LoginArgs::new(text("username"), text("password"));
        let client = client.clone();
        spawn(async move {
            if let Err(error) = client.login(args).await {
                failure.set(error.message());
            }
        });
    };
    rsx! {
        form { method: "post", onsubmit: log_in,
            input { name: "username", autocomplete: "username" }
            input { name: "password", r#type: "password", autocomplete: "current-password" }
            button { "Log in" }
            p { role: "alert", "{failure}" }
        }
    }
}

#[component]
fn Account() -> Element {
    let Auth { client, session, .. } = use_context();
    let log_out = move |_| {
        let client = client.clone();
        spawn(async move {
            let _ = client.logout().await;
        });
    };
    match session().filter(|session| session.kind == SessionKind::User) {
        None => rsx! { LoginForm {} },
        Some(user) => rsx! {
            p { "Signed in: ", {user.user_id.clone()} }
            button { onclick: log_out, "Sign out" }
        },
    }
}

#[component]
fn App() -> Element {
    let auth = use_hook(|| Auth::new(Config::new("https://acme.my.site.com/portal", "3MVG9example")));
    match auth {
        Ok(auth) => {
            provide_context(auth);
            rsx! { Account {} }
        }
        Err(error) => rsx! { p { role: "alert", "{error.hint()}" } },
    }
}

fn main() {
    dioxus::launch(App);
}
