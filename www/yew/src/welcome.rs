//! What is shown to a person who is signed in: a greeting, how their basket fared, two ways out.

use headless_identity::Json;
use headless_identity::yew::use_client;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::basket::{BasketHandle, Move, use_basket};
use crate::form::Work;
use crate::journey::{plain, use_journey};
use crate::page::{Action, Title, use_page};
use crate::visit::use_visit;

#[component]
pub fn Welcome() -> Html {
    let (client, page, basket, visit, journey) =
        (use_client(), use_page(), use_basket(), use_visit(), use_journey(plain));
    let profile = use_state(|| None::<Json>);

    // The site's own account of who it is. The greeting is nice to have: where it fails they are signed in all the same.
    use_effect_with(client.clone(), {
        let (profile, page) = (profile.clone(), page.clone());
        move |client| {
            let client = client.clone();
            spawn_local(async move {
                let answer = client.user_info().await.unwrap_or_default();
                page.dispatch(Action::Greeted(name_in(&answer).map(Into::into)));
                profile.set(Some(answer));
            });
        }
    });
    let Some(profile) = &*profile else { return Html::default() };

    let leave = {
        let (client, basket, journey, page) = (client.clone(), basket.clone(), journey.clone(), page.clone());
        move |_| {
            let (leaving, client) = (client.clone(), client.clone());
            let (basket, visit, page) = (basket.clone(), visit.clone(), page.clone());
            journey.run("logout", async move { leaving.logout().await }, move |()| {
                // The next person at this device finds no trace of it.
                basket.dispatch(Move::Clear);
                visit.begin(client, None, page);
            });
        }
    };
    let keep = {
        let journey = journey.clone();
        move |_| {
            let client = client.clone();
            journey.run("logout_to_guest", async move { client.logout_to_guest().await }, |()| ());
        }
    };
    let greeting = name_in(profile).map(|name| format!("Good to see you, {name}"));
    html! {
        <section class="card" id="welcome" aria-labelledby="welcome-title">
            <Title id="welcome" window="Your account">{ greeting.unwrap_or_else(|| "Good to see you".to_owned()) }</Title>
            <p class="lead">{ text(profile, "email").unwrap_or_else(|| "You are signed in.".to_owned()) }</p>
            if !basket.is_empty() {
                <Carried basket={basket.clone()} />
            }
            <div class="leave">
                <Work
                    journey={journey.clone()}
                    call="logout"
                    label="Sign out"
                    waiting="Signing out…"
                    kind="button"
                    class="action quiet wide"
                    onclick={leave}
                />
                if !basket.is_empty() {
                    <Work
                        {journey}
                        call="logout_to_guest"
                        label="Go on as a guest, with my basket"
                        waiting="Signing out…"
                        kind="button"
                        class="link"
                        onclick={keep}
                    />
                }
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct CarriedProps {
    basket: BasketHandle,
}

#[component]
fn Carried(props: &CarriedProps) -> Html {
    let CarriedProps { basket } = props;
    let note = match basket.came_along {
        Some(true) => format!("Your basket came along: {}", basket.summary()),
        Some(false) => format!("We have put your basket with your account: {}", basket.summary()),
        None => basket.summary(),
    };
    html! { <p class="label" id="carried">{ note }</p> }
}

fn name_in(profile: &Json) -> Option<String> {
    text(profile, "given_name").or_else(|| text(profile, "name"))
}

/// Userinfo is the server's word: take what is text, ignore the rest.
fn text(profile: &Json, key: &str) -> Option<String> {
    profile.str(key).filter(|text| !text.trim().is_empty())
}
