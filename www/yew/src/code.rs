//! The code that came by email: the second half of opening an account and of signing in without a password.

use headless_identity::yew::use_client;
use headless_identity::{Client, Code, Error};
use serde::Deserialize;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::errand::{Errand, Started};
use crate::field::{Field, use_field};
use crate::form::{Card, Form, TextField, Work};
use crate::journey::{Journey, about, use_journey};
use crate::page::{Action, Go, View, use_page};
use crate::site::{self, use_site};
use crate::waiting::{self, Purpose};
use crate::words::said_by_the_shop;

/// Says the same whether or not there is such a customer, as the site does.
pub fn sent_to(name: &str) -> String {
    format!("If {name} is known to us, a code is on its way to you. It may take a minute.")
}

pub const ANOTHER: &str = "Another code is on its way. The one before is no longer good.";

fn explain(error: &Error) -> (Option<String>, &'static [&'static str]) {
    (None, about(error, Code::InvalidOtp, &["code-otp"]))
}

fn explain_registration(error: &Error) -> (Option<String>, &'static [&'static str]) {
    (said_by_the_shop(error), explain(error).1)
}

async fn complete(client: Client, started: Started, otp: String) -> Result<(), Error> {
    match started {
        Started::Registration(started) => client.complete_registration(&started, otp).await?,
        Started::Login(started) => client.complete_passwordless_login(&started, otp).await?,
    };
    waiting::forget();
    Ok(())
}

#[derive(Properties, PartialEq)]
pub struct CodeFormProps {
    pub errand: Errand,
}

#[component]
pub fn CodeForm(props: &CodeFormProps) -> Html {
    let is_new = props.errand.purpose() == Purpose::Registration;
    let (client, journey) = (use_client(), use_journey(if is_new { explain_registration } else { explain }));
    let otp = use_field("code-otp", "Please enter the code from the email.");
    let lead = use_state(|| {
        // A new customer's address is what they typed; of the others the page must not tell whether they are known.
        if is_new {
            format!("A code is on its way to {}. It may take a minute.", props.errand.name)
        } else {
            sent_to(&props.errand.name)
        }
    });
    let errand = use_state(|| props.errand.clone());
    use_effect_with((*errand).clone(), |errand| errand.keep());

    let call = if is_new { "complete_registration" } else { "complete_passwordless_login" };
    let onsend = {
        let (otp, journey, started) = (otp.clone(), journey.clone(), errand.started.clone());
        move |()| {
            let Some([code]) = journey.typed([&otp]) else { return };
            journey.run(call, complete(client.clone(), started.clone(), code), |()| ());
        }
    };
    let again = errand.again.clone().map(|again| {
        let (errand, lead, journey) = (errand.clone(), lead.clone(), journey.clone());
        Callback::from(move |()| {
            let (errand, lead) = (errand.clone(), lead.clone());
            journey.run("send_another_code", again.emit(()), move |started| {
                lead.set(ANOTHER.to_owned());
                errand.set(Errand { started, ..(*errand).clone() });
            });
        })
    });
    html! {
        <Card id="code" title="Look into your email" window="Enter your code" lead={(*lead).clone()} journey={journey.clone()}>
            <Form {onsend}>
                <OtpField field={otp.clone()} journey={journey.clone()} />
                <Work journey={journey.clone()} {call} label="Sign in" waiting="Checking the code…" />
            </Form>
            <OutboxHint purpose={errand.purpose()} name={errand.name.clone()} field={otp} />
            <Ways {again} />
        </Card>
    }
}

#[derive(Properties, PartialEq)]
pub struct AskWhoProps {
    pub field: Field,
    pub journey: Journey,
    /// The call that has the code sent.
    pub call: &'static str,
    /// What was typed at the login already.
    pub username: String,
    pub onsend: Callback<()>,
}

/// Asks for whom the code is.
#[component]
pub fn AskWho(props: &AskWhoProps) -> Html {
    html! {
        <>
            <Form onsend={props.onsend.clone()}>
                <TextField
                    field={props.field.clone()}
                    journey={props.journey.clone()}
                    label="Username or email"
                    inputmode="email"
                    autocomplete="username"
                    value={props.username.clone()}
                />
                <Work journey={props.journey.clone()} call={props.call} label="Send me a code" waiting="Sending the code…" />
            </Form>
            <p class="ways"><Go to={View::SIGN_IN}>{ "Back to signing in" }</Go></p>
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct OtpFieldProps {
    pub field: Field,
    pub journey: Journey,
}

#[component]
pub fn OtpField(props: &OtpFieldProps) -> Html {
    html! {
        <TextField
            field={props.field.clone()}
            journey={props.journey.clone()}
            class="code"
            label="Code from the email"
            inputmode="numeric"
            autocomplete="one-time-code"
        />
    }
}

#[derive(Properties, PartialEq)]
pub struct WaysProps {
    pub again: Option<Callback<()>>,
}

/// The ways out of a form that waits for a code.
#[component]
pub fn Ways(props: &WaysProps) -> Html {
    let again = props.again.clone().map(|again| {
        let onclick = again.reform(|_: MouseEvent| ());
        html! { <button class="link" type="button" {onclick}>{ "Send another code" }</button> }
    });
    html! { <p class="ways">{ again }{ " " }<Go to={View::SIGN_IN}>{ "Back to signing in" }</Go></p> }
}

#[derive(Properties, PartialEq)]
pub struct OutboxHintProps {
    pub purpose: Purpose,
    /// Whose code it is: their username, which may not be their address.
    pub name: String,
    pub field: Field,
}

#[derive(Deserialize)]
struct Message {
    to: String,
    otp: String,
    purpose: Purpose,
}

/// The model site sends nothing: its one-time codes wait in an outbox. With a real site there is no such hint.
#[component]
pub fn OutboxHint(props: &OutboxHintProps) -> Html {
    let (page, Some(door)) = (use_page(), use_site().model) else { return html! { <div class="foot" /> } };
    let outbox = format!("{door}/outbox");
    let onclick = {
        let (purpose, name, field) = (props.purpose, props.name.clone(), props.field.clone());
        let outbox = outbox.clone();
        move |_| {
            let (page, name, field, outbox) = (page.clone(), name.clone(), field.clone(), outbox.clone());
            spawn_local(async move {
                let messages: Vec<Message> = site::get(&outbox).await.unwrap_or_default();
                let fitting: Vec<_> = messages.iter().rev().filter(|message| message.purpose == purpose).collect();
                let theirs = fitting.iter().find(|message| message.to.eq_ignore_ascii_case(&name));
                match theirs.or(fitting.first()) {
                    // Into the field only, never into the page's text.
                    Some(message) => field.fill(&message.otp),
                    None => page.dispatch(Action::Announce("There is no code for you in the outbox.".into())),
                }
            });
        }
    };
    html! {
        <div class="foot">
            <p class="hint">
                <span>
                    { "Demo shop: nothing is sent. The code is in " }
                    <a href={outbox} target="_blank" rel="noopener">{ "the model’s outbox" }</a>{ "." }
                </span>
                { " " }
                <button class="link" type="button" {onclick}>{ "Fill in" }</button>
            </p>
        </div>
    }
}
