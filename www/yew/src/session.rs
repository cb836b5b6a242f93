//! The session as a developer sees it: its facts, and how long its token still lives.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use headless_identity::yew::{use_client, use_session};
use headless_identity::{AccessTokenArgs, Session, SessionKind, TokenFormat};
use js_sys::Date;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::page::use_page;

#[component]
pub fn SessionFacts() -> Html {
    let (client, session, page) = (use_client(), use_session(), use_page());
    let at_first = use_state(|| client.session());
    let id = |text: &Option<String>| text.as_ref().map(|text| html! { <span class="id">{ text }</span> });
    let facts = match &session {
        None => vec![("Kind", Some(html! { "Nobody: there is no session" }))],
        Some(session) => {
            let is_restored = at_first.as_ref().is_some_and(|first| Rc::ptr_eq(first, session));
            vec![
                ("Kind", Some(kind_of(session).into())),
                ("User", id(&session.user_id)),
                ("Visitor", id(&session.uvid)),
                ("Organisation", id(&session.organization_id)),
                (
                    "Scopes",
                    Some(html! {
                        <ul class="scopes">{ for session.scopes.iter().map(|scope| html! { <li>{ scope }</li> }) }</ul>
                    }),
                ),
                ("Token", Some(if session.token_format == TokenFormat::Jwt { "JWT" } else { "Opaque" }.into())),
                ("Issued", Some(clock(session.issued_at as f64).into())),
                (
                    "Expires",
                    Some(match end_of(session, is_restored) {
                        None => "The site does not say".into(),
                        Some(end) => html! {
                            <>{ session.expires_at.map(|at| clock(at as f64)) }{ " " }<Countdown key={end.to_string()} {end} /></>
                        },
                    }),
                ),
            ]
        }
    };
    let is_busy = session.is_none() && !page.is_settled;
    let facts = facts.into_iter().filter_map(|(term, fact)| Some(html! { <><dt>{ term }</dt><dd>{ fact? }</dd></> }));
    html! {
        <dl class="facts" id="session-facts" aria-busy={is_busy.then_some("true")}>{ for facts.filter(|_| !is_busy) }</dl>
    }
}

fn kind_of(session: &Session) -> &'static str {
    match session.kind {
        SessionKind::Guest => "Guest, without a name",
        _ => "Customer, signed in by name",
    }
}

pub fn clock(ms: f64) -> String {
    Date::new(&ms.into()).to_locale_time_string("en-GB").into()
}

/// When the token ends by this device's clock. The session's times are the server's, and the two may be hours apart: so the
/// lifetime of a token that arrived just now is measured from now on.
fn end_of(session: &Session, is_restored: bool) -> Option<f64> {
    let expires_at = session.expires_at?;
    let lifetime = expires_at.saturating_sub(session.issued_at);
    Some(if is_restored { expires_at as f64 } else { Date::now() + lifetime as f64 })
}

#[derive(Properties, PartialEq)]
struct CountdownProps {
    end: f64,
}

#[component]
fn Countdown(props: &CountdownProps) -> Html {
    let (client, end) = (use_client(), props.end);
    let left = use_state_eq(|| seconds_until(end));
    use_effect_with((), {
        let left = left.setter();
        move |()| {
            let ticking = Interval::new(1000, move || left.set(seconds_until(end)));
            move || drop(ticking)
        }
    });
    use_effect_with(*left == 0, move |is_over| {
        if *is_over {
            // Asking for the token either renews it or finds out that the session is over; both come back as an event.
            spawn_local(async move { drop(client.get_access_token(AccessTokenArgs::default()).await) });
        }
    });
    let (hours, minutes, seconds) = (*left / 3600, *left / 60 % 60, *left % 60);
    let text = match *left {
        0 => "ended".to_owned(),
        _ if hours > 0 => format!("in {hours}:{minutes:02}:{seconds:02}"),
        _ => format!("in {minutes}:{seconds:02}"),
    };
    html! { <span class={classes!("left", (*left == 0).then_some("ended"))} role="timer">{ text }</span> }
}

fn seconds_until(end: f64) -> u64 {
    ((end - Date::now()) / 1000.0).round().max(0.0) as u64
}
