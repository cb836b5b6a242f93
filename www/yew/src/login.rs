//! Signing in by password; and the ways to everything else.

use headless_identity::yew::use_client;
use headless_identity::{Code, Error, LoginArgs};
use yew::prelude::*;

use crate::field::use_field;
use crate::form::{Card, Form, PasswordField, TextField, Work};
use crate::journey::use_journey;
use crate::page::{Action, Go, View, use_page};
use crate::site::use_site;
use crate::social::SocialButton;

/// Both, and never only one: that would tell a stranger who is a customer here.
fn explain(error: &Error) -> (Option<String>, &'static [&'static str]) {
    match error.code() {
        Code::InvalidCredentials | Code::InvalidArgument => (None, &["sign-in-username", "sign-in-password"]),
        _ => (None, &[]),
    }
}

#[derive(Properties, PartialEq)]
pub struct LoginProps {
    pub lead: Option<String>,
    /// Why a social sign-on failed.
    pub refusal: Option<Error>,
}

#[component]
pub fn Login(props: &LoginProps) -> Html {
    let (client, page, site, journey) = (use_client(), use_page(), use_site(), use_journey(explain));
    let username = use_field("sign-in-username", "Please enter your email or username.");
    let password = use_field("sign-in-password", "Please enter your password.");

    use_effect_with(props.refusal.clone(), {
        let journey = journey.clone();
        move |refusal| refusal.clone().into_iter().for_each(|error| journey.refuse(error))
    });

    let onsend = {
        let (username, password, journey) = (username.clone(), password.clone(), journey.clone());
        move |()| {
            let Some([name, secret]) = journey.typed([&username, &password]) else { return };
            let client = client.clone();
            let login = async move { client.login(LoginArgs::new(name, secret)).await };
            journey.run("login", login, |_session| ()); // the page follows the session
        }
    };
    // What was typed is taken along.
    let go = |view: fn(String) -> View| {
        let (page, username) = (page.clone(), username.clone());
        move |_| page.dispatch(Action::Go(view(username.value())))
    };
    let demo_user = site.demo_user.map(|user| {
        let onclick = {
            let (username, password, user) = (username.clone(), password.clone(), user.clone());
            move |_| {
                username.fill(&user.username);
                password.fill(&user.password);
            }
        };
        html! {
            <p class="hint">
                <span>{ "Demo shop: try it as " }<b>{ user.username }</b></span>
                <button class="link" type="button" {onclick}>{ "Fill in" }</button>
            </p>
        }
    });

    let lead = "Sign in to see your orders, your repairs and the blankets you have set aside.";
    let lead = props.lead.clone().unwrap_or_else(|| lead.to_owned());
    html! {
        <Card id="sign-in" title="Come in from the cold" window="Sign in" {lead} journey={journey.clone()}>
            <Form {onsend}>
                <TextField field={username.clone()} journey={journey.clone()} label="Email or username" inputmode="email" autocomplete="username" />
                <PasswordField field={password} journey={journey.clone()} label="Password" autocomplete="current-password" />
                <Work journey={journey.clone()} call="login" label="Sign in" waiting="Signing in…" />
            </Form>
            <p class="or"><span>{ "or" }</span></p>
            <div class="choices">
                <button class="action quiet wide" type="button" onclick={go(|username| View::Passwordless { username })}>
                    { "Have a code sent by email" }
                </button>
                if let Some(provider) = site.provider {
                    <SocialButton {provider} {journey} />
                }
            </div>
            <p class="ways">
                <Go to={View::Register}>{ "New here? Open an account" }</Go>
                { " " }
                <button class="link" type="button" onclick={go(|username| View::Forgot { username })}>
                    { "Forgot your password?" }
                </button>
            </p>
            <div class="foot">{ demo_user }</div>
        </Card>
    }
}
