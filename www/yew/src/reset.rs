//! A forgotten password: who is it, then the code and a new one.

use headless_identity::yew::use_client;
use headless_identity::{Client, Code, Error, LoginArgs, PasswordResetArgs};
use yew::prelude::*;

use crate::code::{ANOTHER, AskWho, OtpField, OutboxHint, Ways, sent_to};
use crate::field::use_field;
use crate::form::{Card, Form, PasswordField, Work};
use crate::journey::{about, use_journey};
use crate::page::{Action, View, use_page};
use crate::register::RULE;
use crate::site::{Site, use_site};
use crate::waiting::{self, Purpose, Waiting};

async fn start(client: Client, site: Site, username: String) -> Result<(), Error> {
    let mut args = PasswordResetArgs::new(username.as_str());
    if let Some(recaptcha) = site.recaptcha("password-reset").await {
        args = args.recaptcha(recaptcha);
    }
    client.start_password_reset(args).await?;
    waiting::keep(&Waiting { purpose: Purpose::ForgotPassword, name: username, identifier: None });
    Ok(())
}

/// Setting a password logs nobody in; that is one more call.
async fn complete(client: Client, username: String, password: String, otp: String) -> Result<(), Error> {
    client.complete_password_reset(&username, password.as_str(), otp).await?;
    waiting::forget();
    client.login(LoginArgs::new(username, password)).await?;
    Ok(())
}

#[derive(Properties, PartialEq)]
pub struct ResetProps {
    pub username: String,
}

fn explain_forgot(error: &Error) -> (Option<String>, &'static [&'static str]) {
    (None, about(error, Code::InvalidArgument, &["forgot-username"]))
}

#[component]
pub fn Forgot(props: &ResetProps) -> Html {
    let (client, page, site, journey) = (use_client(), use_page(), use_site(), use_journey(explain_forgot));
    let username = use_field("forgot-username", "Please enter your email or username.");
    let onsend = {
        let (username, journey) = (username.clone(), journey.clone());
        move |()| {
            let Some([username]) = journey.typed([&username]) else { return };
            let page = page.clone();
            let sending = start(client.clone(), site.clone(), username.clone());
            journey.run("start_password_reset", sending, move |()| {
                page.dispatch(Action::Go(View::NewPassword { username }));
            });
        }
    };
    let lead = "Tell us who you are. We send a code to the email address that we have for you, and with it you choose a new one.";
    html! {
        <Card id="forgot" title="Forgot your password?" window="Forgotten password" {lead} journey={journey.clone()}>
            <AskWho field={username} {journey} call="start_password_reset" username={props.username.clone()} {onsend} />
        </Card>
    }
}

fn explain_change(error: &Error) -> (Option<String>, &'static [&'static str]) {
    let about: &[_] = match error.code() {
        Code::InvalidOtp => &["new-password-otp"],
        Code::PasswordPolicy => &["new-password-newPassword"],
        Code::InvalidArgument => &["new-password-otp", "new-password-newPassword"],
        _ => &[],
    };
    (None, about)
}

#[component]
pub fn NewPassword(props: &ResetProps) -> Html {
    let (client, site, journey) = (use_client(), use_site(), use_journey(explain_change));
    let otp = use_field("new-password-otp", "Please enter the code from the email.");
    let password = use_field("new-password-newPassword", "Please choose a new password.");
    let lead = use_state(|| sent_to(&props.username));
    let username = props.username.clone();

    let onsend = {
        let (otp, password, journey) = (otp.clone(), password.clone(), journey.clone());
        let (client, username) = (client.clone(), username.clone());
        move |()| {
            let Some([code, new]) = journey.typed([&otp, &password]) else { return };
            journey.run("complete_password_reset", complete(client.clone(), username.clone(), new, code), |()| ());
        }
    };
    let again = {
        let (journey, lead, username) = (journey.clone(), lead.clone(), username.clone());
        move |()| {
            let lead = lead.clone();
            let sending = start(client.clone(), site.clone(), username.clone());
            journey.run("send_another_code", sending, move |()| lead.set(ANOTHER.to_owned()));
        }
    };
    html! {
        <Card id="new-password" title="Choose a new password" window="New password" lead={(*lead).clone()} journey={journey.clone()}>
            <Form {onsend}>
                // For password managers: whose password is being changed.
                <input class="unseen" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true value={username.clone()} />
                <OtpField field={otp.clone()} journey={journey.clone()} />
                <PasswordField field={password} journey={journey.clone()} label="New password" autocomplete="new-password" rule={RULE} />
                <Work {journey} call="complete_password_reset" label="Change it and sign in" waiting="Changing it…" />
            </Form>
            <OutboxHint purpose={Purpose::ForgotPassword} name={username} field={otp} />
            <Ways again={Callback::from(again)} />
        </Card>
    }
}
