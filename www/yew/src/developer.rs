//! The developer's bench beside the shop: session, events, set-up. Nothing secret gets here.

use gloo_net::http::Request;
use headless_identity::yew::use_client;
use headless_identity::{AccessTokenArgs, Client, Error};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::page::{Action, Entry, use_page};
use crate::session::{SessionFacts, clock};
use crate::site::use_site;

/// Any resource of the site's will do; this one answers a visitor too.
const RESOURCE: &str = "/services/data/v64.0/chatter/users/me";

#[derive(Properties, PartialEq)]
pub struct FactsProps {
    pub facts: Vec<(&'static str, String)>,
}

#[component]
pub fn Facts(props: &FactsProps) -> Html {
    let facts = props.facts.iter().map(|(term, text)| html! { <><dt>{ *term }</dt><dd>{ text }</dd></> });
    html! { <dl class="facts">{ for facts }</dl> }
}

/// A call to the site's API with the access token, which is renewed before if need be.
async fn call_api(client: Client, address: String) -> Result<String, Error> {
    let token = client.get_access_token(AccessTokenArgs::default()).await?;
    let bearer = format!("Bearer {}", token.expose());
    let answer = Request::get(&address).header("Authorization", &bearer).send().await;
    Ok(answer.map_or_else(|_| "no answer".to_owned(), |answer| format!("HTTP {}", answer.status())))
}

#[component]
pub fn Bench() -> Html {
    let (client, page, site) = (use_client(), use_page(), use_site());
    let renew = {
        let (client, page) = (client.clone(), page.clone());
        move |_| {
            let (client, page) = (client.clone(), page.clone());
            spawn_local(async move {
                if let Err(error) = client.get_access_token(AccessTokenArgs::default().force_refresh()).await {
                    page.dispatch(Action::Refused { call: "get_access_token", error });
                }
            });
        }
    };
    let call = {
        let (client, page, address) = (client.clone(), page.clone(), format!("{}{RESOURCE}", site.site_url));
        move |_| {
            let (client, page, address) = (client.clone(), page.clone(), address.clone());
            spawn_local(async move {
                page.dispatch(match call_api(client, address).await {
                    Ok(answer) => Action::Noted(format!("fetch: {answer}")),
                    Err(error) => Action::Refused { call: "get_access_token", error },
                });
            });
        }
    };
    let setup = vec![
        ("Site", site.site_url.clone()),
        ("Client id", site.client_id.clone()),
        ("Session", "kept in this browser: a reload keeps it, and all tabs share it".to_owned()),
        ("Secrets", "none in the page; passwords and codes go to the site alone".to_owned()),
    ];
    html! {
        <aside class="workshop" aria-label="For developers">
            <div class="benches">
                <section aria-labelledby="session-title">
                    <h2 id="session-title">{ "The session" }</h2>
                    <SessionFacts />
                    <p class="tools">
                        <button class="tool" type="button" onclick={renew}>{ "Renew the token" }</button>{ " " }
                        <button class="tool" type="button" onclick={call}>{ "Call the site’s API" }</button>
                    </p>
                </section>
                <div class="side">
                    <section aria-labelledby="log-title">
                        <h2 id="log-title">{ "Events" }</h2>
                        <Log entries={page.log.clone()} />
                    </section>
                    <section aria-labelledby="setup-title">
                        <h2 id="setup-title">{ "What this page talks to" }</h2>
                        <Facts facts={setup} />
                    </section>
                </div>
            </div>
        </aside>
    }
}

#[derive(Properties, PartialEq)]
struct LogProps {
    entries: Vec<Entry>,
}

#[component]
fn Log(props: &LogProps) -> Html {
    let entries = props.entries.iter().map(|Entry { at, title, meaning, is_bad }| {
        html! {
            <li class={if *is_bad { "bad" } else { "good" }}>
                <span class="when">{ clock(*at) }</span><b>{ title }</b><p>{ meaning }</p>
            </li>
        }
    });
    html! {
        <ol class="log" id="log">
            { for entries }
            if props.entries.is_empty() {
                <li class="empty">{ "Nothing yet. The client's events appear here." }</li>
            }
        </ol>
    }
}
