//! Signing in without a password: the first half. `code` is the second.

use headless_identity::yew::use_client;
use headless_identity::{Client, Code, Error, PasswordlessArgs, VerificationMethod};
use yew::prelude::*;

use crate::code::AskWho;
use crate::errand::{Errand, Started};
use crate::field::use_field;
use crate::form::Card;
use crate::journey::{about, use_journey};
use crate::page::{Action, View, use_page};
use crate::site::{Site, use_site};

fn explain(error: &Error) -> (Option<String>, &'static [&'static str]) {
    (None, about(error, Code::InvalidArgument, &["passwordless-username"]))
}

/// Has a code sent; and once more, where the person asks for another one.
pub async fn start(client: Client, site: Site, username: String) -> Result<Started, Error> {
    let mut args = PasswordlessArgs::new(username, VerificationMethod::Email);
    if let Some(recaptcha) = site.recaptcha("passwordless").await {
        args = args.recaptcha(recaptcha);
    }
    client.start_passwordless_login(args).await.map(Started::Login)
}

/// What is left to do when the code is there.
pub fn errand(client: &Client, site: &Site, username: String, started: Started) -> Errand {
    let again = Errand::again({
        let (client, site, username) = (client.clone(), site.clone(), username.clone());
        move || start(client.clone(), site.clone(), username.clone())
    });
    Errand { started, name: username, again: Some(again) }
}

#[derive(Properties, PartialEq)]
pub struct PasswordlessProps {
    /// What was typed at the login already.
    pub username: String,
}

#[component]
pub fn Passwordless(props: &PasswordlessProps) -> Html {
    let (client, page, site, journey) = (use_client(), use_page(), use_site(), use_journey(explain));
    let username = use_field("passwordless-username", "Please enter your email or username.");
    let onsend = {
        let (username, journey) = (username.clone(), journey.clone());
        move |()| {
            let Some([name]) = journey.typed([&username]) else { return };
            let sending = start(client.clone(), site.clone(), name.clone());
            let (client, site, page) = (client.clone(), site.clone(), page.clone());
            journey.run("start_passwordless_login", sending, move |started| {
                page.dispatch(Action::Go(View::Code(errand(&client, &site, name, started))));
            });
        }
    };
    let lead = "Tell us who you are, and we send a code to the email address that we have for you.";
    html! {
        <Card id="passwordless" title="Sign in without a password" window="Sign in by code" {lead} journey={journey.clone()}>
            <AskWho field={username} {journey} call="start_passwordless_login" username={props.username.clone()} {onsend} />
        </Card>
    }
}
