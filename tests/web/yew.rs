//! The bindings for Yew: an app that is mounted in a real page, logged in and out, and looked at.

use std::rc::Rc;

use headless_identity::Client;
use headless_identity::yew::{
    Anonymous, Authenticated, Guest, HeadlessProvider, Unauthenticated, use_client, use_session, use_session_events,
};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use crate::rendered::{Page, PageProps, SERVED};
use crate::site::Site;

#[component]
fn UserId() -> Html {
    let (client, session) = (use_client(), use_session());
    assert_eq!(client.session(), session, "the hook shows what the client has");
    html! { <b id="user">{ session.and_then(|session| session.user_id.clone()) }</b> }
}

#[derive(Properties, PartialEq)]
struct AppProps {
    client: Client,
}

#[component]
fn App(props: &AppProps) -> Html {
    html! {
        <HeadlessProvider client={props.client.clone()}>
            <Authenticated><UserId /></Authenticated>
            <Guest><i id="guest">{ "guest" }</i></Guest>
            <Anonymous><i id="nobody">{ "nobody" }</i></Anonymous>
        </HeadlessProvider>
    }
}

fn call(object: &JsValue, method: &str, argument: &str) -> JsValue {
    let method: Function = Reflect::get(object, &method.into()).unwrap().unchecked_into();
    method.call1(object, &argument.into()).unwrap()
}

/// The text of the mounted app, once Yew has rendered what is due.
async fn shown(host: &JsValue) -> String {
    JsFuture::from(Promise::new(&mut |resolve, _| {
        let set_timeout: Function = Reflect::get(&js_sys::global(), &"setTimeout".into()).unwrap().unchecked_into();
        set_timeout.call2(&JsValue::UNDEFINED, &resolve, &20.into()).unwrap();
    }))
    .await
    .unwrap();
    Reflect::get(host, &"textContent".into()).unwrap().as_string().unwrap()
}

fn new_host() -> JsValue {
    let document = Reflect::get(&js_sys::global(), &"document".into()).unwrap();
    call(&document, "createElement", "div")
}

fn mount<C: BaseComponent<Properties = AppProps>>(client: &Client) -> (JsValue, yew::AppHandle<C>) {
    let host = new_host();
    let props = AppProps { client: client.clone() };
    let app = yew::Renderer::<C>::with_root_and_props(host.clone().unchecked_into(), props).render();
    (host, app)
}

#[wasm_bindgen_test]
async fn the_gates_follow_the_session() {
    let site = Site::ready().await;
    let client = site.client();
    let (host, app) = mount::<App>(&client);
    assert_eq!(shown(&host).await, "nobody");

    client.continue_as_guest(None).await.unwrap();
    assert_eq!(shown(&host).await, "guest");
    let session = client.login(site.user()).await.unwrap();
    assert_eq!(shown(&host).await, session.user_id.unwrap());
    client.logout().await.unwrap();
    assert_eq!(shown(&host).await, "nobody");

    app.destroy();
    // Nobody listens any more; a change renders nothing and breaks nothing.
    client.login(site.user()).await.unwrap();
    assert_eq!(shown(&host).await, "");
}

#[wasm_bindgen_test]
async fn another_client_is_shown_with_its_own_session_from_the_first_rendering() {
    let site = Site::ready().await;
    let (client, other) = (site.client(), site.client());
    let session = client.login(site.user()).await.unwrap();
    let (host, mut app) = mount::<App>(&client);
    assert_eq!(shown(&host).await, session.user_id.unwrap());
    app.update(AppProps { client: other }); // `UserId` compares what it shows with what its client has
    assert_eq!(shown(&host).await, "nobody");
    app.destroy();
}

/// What a login form is to a visitor: mounted once, and still there when the visitor's session begins.
#[component]
fn Form() -> Html {
    let id = use_state(|| js_sys::Math::random().to_string());
    html! { <i>{ (*id).clone() }</i> }
}

#[component]
fn Events() -> Html {
    let events = use_reducer(List::default);
    use_session_events({
        let events = events.dispatcher();
        move |event| events.dispatch(event.kind.as_str())
    });
    html! { <b>{ events.0.join(" ") }</b> }
}

#[derive(Default)]
struct List(Vec<&'static str>);

impl Reducible for List {
    type Action = &'static str;

    fn reduce(self: Rc<Self>, event: &'static str) -> Rc<Self> {
        Rc::new(Self(self.0.iter().copied().chain([event]).collect()))
    }
}

#[component]
fn Listening(props: &AppProps) -> Html {
    html! {
        <HeadlessProvider client={props.client.clone()}>
            <Events />
            <Unauthenticated>{ "|" }<Form /></Unauthenticated>
        </HeadlessProvider>
    }
}

#[wasm_bindgen_test]
async fn a_form_outlives_the_beginning_of_a_visit_and_events_are_heard() {
    let site = Site::ready().await;
    let client = site.client();
    let (host, app) = mount::<Listening>(&client);
    let form = shown(&host).await;
    assert!(form.starts_with('|') && form.len() > 3, "a form, and no event yet: {form}");

    client.continue_as_guest(None).await.unwrap();
    assert_eq!(shown(&host).await, format!("guest{form}"), "the same form, not a new one");
    client.login(site.user()).await.unwrap();
    assert_eq!(shown(&host).await, "guest signed-in");
    client.logout().await.unwrap();
    let after = shown(&host).await;
    assert!(after.starts_with("guest signed-in signed-out|"), "{after}");
    app.destroy();
}

#[wasm_bindgen_test]
async fn a_page_from_a_server_is_taken_over_and_then_knows_the_session() {
    let site = Site::ready().await;
    let client = site.client();
    client.login(site.user()).await.unwrap();
    let host = new_host();
    Reflect::set(&host, &"innerHTML".into(), &SERVED.into()).unwrap();
    let heading = || Reflect::get(&host, &"firstElementChild".into()).unwrap();
    let served = heading();

    let props = PageProps { client: client.clone() };
    let app = yew::Renderer::<Page>::with_root_and_props(host.clone().unchecked_into(), props).hydrate();
    assert_eq!(shown(&host).await, "Shop: user");
    assert_eq!(heading(), served, "the server's element, not a new one");
    client.logout().await.unwrap();
    assert_eq!(shown(&host).await, "Shop: nobody, form");
    app.destroy();
}
