//! A page in Yew that comes from a server: `tests/native` renders it, and `tests/web` hydrates what came of that.

use headless_identity::Client;
use headless_identity::yew::{
    Anonymous, Authenticated, Guest, HeadlessProvider, SessionState, Unauthenticated, use_session, use_session_state,
};
use yew::prelude::*;

/// What a server sends, without the names that a debug build writes into the marks.
pub const SERVED: &str = "\
<!--<[]>--><!--<[]>--><!--<[]>--><h1>Shop: </h1>\
<!--<[]>--><i>not known</i><!--</[]>-->\
<!--<[]>--><!--</[]>--><!--<[]>--><!--</[]>--><!--<[]>--><!--</[]>--><!--<[]>--><!--</[]>-->\
<!--</[]>--><!--</[]>--><!--</[]>-->";

#[derive(Properties, PartialEq)]
pub struct PageProps {
    pub client: Client,
}

#[component]
pub fn Page(props: &PageProps) -> Html {
    html! {
        <HeadlessProvider client={props.client.clone()} hydrate=true>
            <h1>{ "Shop: " }</h1>
            <Known />
            <Authenticated><b>{ "user" }</b></Authenticated>
            <Guest><b>{ "guest" }</b></Guest>
            <Anonymous><b>{ "nobody" }</b></Anonymous>
            <Unauthenticated><form>{ ", form" }</form></Unauthenticated>
        </HeadlessProvider>
    }
}

#[component]
fn Known() -> Html {
    let (state, session) = (use_session_state(), use_session());
    assert_eq!(state.session(), session.as_ref());
    if state == SessionState::Unknown {
        html! { <i>{ "not known" }</i> }
    } else {
        Html::default()
    }
}
