//! The app: finds its site, makes the client, and lays out shop, counter and the developer's bench.

use gloo_utils::window;
use headless_identity::yew::{Authenticated, HeadlessProvider, Unauthenticated, use_client, use_session_events};
use headless_identity::{
    Client, Config, Error, EventKind, StartedPasswordlessLogin, StartedRegistration, Storage, VerificationMethod,
};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::StorageEvent;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::basket::{self, Basket, BasketHandle, BasketSection, Move};
use crate::code::CodeForm;
use crate::developer::{Bench, Facts};
use crate::errand::{Errand, Started};
use crate::goods::Goods;
use crate::login::Login;
use crate::page::{Action, Page, PageHandle, View, use_page};
use crate::passwordless::{self, Passwordless};
use crate::register::Register;
use crate::reset::{Forgot, NewPassword};
use crate::site::{self, Site};
use crate::social;
use crate::visit::Visit;
use crate::waiting::{self, Purpose, Waiting};
use crate::welcome::Welcome;
use crate::words::{for_customer, for_developer};

#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// The address that a provider has sent the person back to.
    pub callback: Option<String>,
}

/// Why nobody can sign in here.
enum Closed {
    NoSite(&'static str),
    NoClient(Error),
}

async fn open() -> Result<(Site, Client), Closed> {
    let site = site::find().await.map_err(Closed::NoSite)?;
    // Kept for all tabs and over a reload, as shops do. docs/storage-and-security.md says what that means.
    let config = Config::new(&site.site_url, &site.client_id).storage(Storage::Local);
    let client = Client::new(config).map_err(Closed::NoClient)?;
    Ok((site, client))
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let opened = use_state(|| None);
    use_effect_with((), {
        let opened = opened.clone();
        move |()| spawn_local(async move { opened.set(Some(open().await)) })
    });
    match &*opened {
        None => Html::default(),
        Some(Ok((site, client))) => html! {
            <HeadlessProvider client={client.clone()}>
                <ContextProvider<Site> context={site.clone()}>
                    <Shop site={site.clone()} callback={props.callback.clone()} />
                </ContextProvider<Site>>
            </HeadlessProvider>
        },
        Some(Err(closed)) => closed_counter(closed),
    }
}

/// What the page shows first: whatever was going on before a reload.
fn first_view(client: &Client, site: &Site) -> View {
    let Some(Waiting { purpose, name, identifier }) = waiting::what_waits() else { return View::SIGN_IN };
    let by = VerificationMethod::Email;
    match (purpose, identifier) {
        (Purpose::ForgotPassword, _) => View::NewPassword { username: name },
        (Purpose::Registration, Some(identifier)) => {
            let started = Started::Registration(StartedRegistration::resume(identifier, by));
            View::Code(Errand { started, name, again: None })
        }
        (Purpose::PasswordlessLogin, Some(identifier)) => {
            let started = Started::Login(StartedPasswordlessLogin::resume(identifier, by));
            View::Code(passwordless::errand(client, site, name, started))
        }
        (_, None) => View::SIGN_IN,
    }
}

#[derive(Properties, PartialEq)]
struct ShopProps {
    site: Site,
    callback: Option<String>,
}

#[component]
fn Shop(props: &ShopProps) -> Html {
    let client = use_client();
    let page = use_reducer(|| Page::new(first_view(&client, &props.site), props.callback.is_some()));
    let basket = use_reducer(Basket::load);
    let visit = use_state(Visit::default);

    // Everything that changes who somebody is comes as an event, so a sign-out in another tab or an expired session looks the
    // same as one that was asked for here.
    use_session_events({
        let (client, page, basket, visit) = (client.clone(), page.clone(), basket.dispatcher(), visit.clone());
        move |event| {
            page.dispatch(Action::Happened(event.clone()));
            match &event.session {
                Some(session) => basket.dispatch(Move::Follow(session.clone())),
                // One tab is enough to go on as the visitor.
                None if event.kind == EventKind::Expired && !event.from_other_tab => {
                    visit.begin(client.clone(), Basket::load().visitor(), page.clone());
                }
                None => {}
            }
        }
    });
    use_effect_with((), {
        let (page, basket, visit, callback) = (page.clone(), basket.clone(), visit.clone(), props.callback.clone());
        move |()| {
            if let Some(session) = client.session() {
                basket.dispatch(Move::Open(session));
            }
            let visitor = basket.visitor();
            spawn_local(async move {
                if let Some(callback) = callback {
                    page.dispatch(Action::CameBack(social::come_back(&client, &callback).await.err()));
                }
                visit.begin(client, visitor, page);
            });
        }
    });
    use_other_tabs(&basket);

    html! {
        <ContextProvider<PageHandle> context={page.clone()}>
            <ContextProvider<BasketHandle> context={basket.clone()}>
                <ContextProvider<Visit> context={(*visit).clone()}>
                    <a class="skip" href="#account">{ "Skip to your account" }</a>
                    <Masthead pieces={basket.pieces()} name={page.name.clone()} />
                    <main class="stage">
                        <div class="shop"><Goods /><BasketSection /></div>
                        <div class="counter" id="account">
                            <Authenticated><Welcome /></Authenticated>
                            <Unauthenticated><Counter /></Unauthenticated>
                        </div>
                    </main>
                    <Bench />
                    <footer class="footer">
                        <p>
                            { "Tarn & Teasel is a made-up shop. It shows " }<b>{ "headless-identity" }</b>
                            { " in a Yew app; " }<a href="../">{ "the same shop in plain JavaScript" }</a>{ "." }
                        </p>
                    </footer>
                    <p class="unseen" id="announcer" role="status">{ &page.announcement }</p>
                </ContextProvider<Visit>>
            </ContextProvider<BasketHandle>>
        </ContextProvider<PageHandle>>
    }
}

/// Another tab of the shop has changed the basket.
#[hook]
fn use_other_tabs(basket: &BasketHandle) {
    let basket = basket.dispatcher();
    use_effect_with((), move |()| {
        let listener = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
            if event.key().as_deref() == Some(basket::KEY) {
                basket.dispatch(Move::Reload);
            }
        });
        let _ = window().add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
        move || {
            let _ = window().remove_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
        }
    });
}

/// One view shows at a time. A new journey is one more view and one more file.
#[component]
fn Counter() -> Html {
    match use_page().view.clone() {
        View::SignIn { lead, refusal } => html! { <Login {lead} {refusal} /> },
        View::Register => html! { <Register /> },
        View::Passwordless { username } => html! { <Passwordless {username} /> },
        View::Code(errand) => html! { <CodeForm {errand} /> },
        View::Forgot { username } => html! { <Forgot {username} /> },
        View::NewPassword { username } => html! { <NewPassword {username} /> },
    }
}

#[derive(Properties, PartialEq)]
struct MastheadProps {
    pieces: u32,
    name: Option<AttrValue>,
}

#[component]
fn Masthead(props: &MastheadProps) -> Html {
    html! {
        <header class="masthead">
            <p class="brand">
                <img src="../art.svg#teasel" alt="" />
                <span>{ "Tarn & Teasel " }<small>{ "Blankets, woven slowly" }</small></span>
            </p>
            <nav class="aisles" aria-label="Shop">
                <a href="#basket">{ "Basket " }<span class="count" id="basket-count">{ props.pieces }</span></a>
                <a href="#account" class="whoami" id="whoami">{ props.name.clone().unwrap_or("Sign in".into()) }</a>
            </nav>
        </header>
    }
}

/// Nobody can sign in here: said in place of a form that leads nowhere.
fn closed_counter(closed: &Closed) -> Html {
    let (reason, facts) = match closed {
        Closed::NoSite(why) => (
            "This does not work at the moment. That is our fault, not yours; please try again later.".to_owned(),
            vec![("Error", (*why).to_owned())],
        ),
        Closed::NoClient(error) => (for_customer(error), for_developer(error)),
    };
    html! {
        <main class="counter">
            <section class="card" id="closed" aria-labelledby="closed-title">
                <h1 id="closed-title">{ "The counter is closed" }</h1>
                <div class="say"><p class="lead">{ reason }</p></div>
                <details class="dev" open=true><summary>{ "For developers" }</summary><Facts {facts} /></details>
            </section>
        </main>
    }
}
