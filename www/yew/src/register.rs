//! Opening an account: the first half. The code that comes by email is the second, in `code`.

use headless_identity::yew::use_client;
use headless_identity::{Client, Code, Error, NewUser, RegistrationArgs, VerificationMethod};
use yew::prelude::*;

use crate::errand::{Errand, Started};
use crate::field::use_field;
use crate::form::{Card, Form, PasswordField, TextField, Work};
use crate::journey::use_journey;
use crate::page::{Action, Go, View, use_page};
use crate::site::{Site, use_site};
use crate::words::said_by_the_shop;

pub const RULE: &str = "8 characters or more, with a letter and a digit.";

const FIELDS: &[&str] = &["register-firstName", "register-lastName", "register-email", "register-password"];

fn explain(error: &Error) -> (Option<String>, &'static [&'static str]) {
    let about = if error.code() == Code::InvalidArgument { FIELDS } else { &[] };
    (said_by_the_shop(error), about)
}

/// Has a code sent; and once more, where the person asks for another one.
async fn start(client: Client, site: Site, person: NewUser) -> Result<Started, Error> {
    let mut args = RegistrationArgs::new(person, VerificationMethod::Email);
    if let Some(recaptcha) = site.recaptcha("registration").await {
        args = args.recaptcha(recaptcha);
    }
    client.start_registration(args).await.map(Started::Registration)
}

#[component]
pub fn Register() -> Html {
    let (client, page, site, journey) = (use_client(), use_page(), use_site(), use_journey(explain));
    let first_name = use_field(FIELDS[0], "Please enter your first name.");
    let last_name = use_field(FIELDS[1], "Please enter your last name.");
    let email = use_field(FIELDS[2], "Please enter your email address.");
    let password = use_field(FIELDS[3], "Please choose a password.");

    let onsend = {
        let fields = [first_name.clone(), last_name.clone(), email.clone(), password.clone()];
        let journey = journey.clone();
        move |()| {
            let Some([first_name, last_name, email, password]) = journey.typed(fields.each_ref()) else { return };
            let name = email.clone();
            let person = NewUser { first_name, last_name, username: email.clone(), email, password: password.into() };
            let again = Errand::again({
                let (client, site, person) = (client.clone(), site.clone(), person.clone());
                move || start(client.clone(), site.clone(), person.clone())
            });
            let page = page.clone();
            journey.run("start_registration", start(client.clone(), site.clone(), person), move |started| {
                page.dispatch(Action::Go(View::Code(Errand { started, name, again: Some(again) })));
            });
        }
    };
    let lead = "We send a code to your email address, so that nobody opens an account in your name.";
    html! {
        <Card id="register" title="Open an account" window="Open an account" {lead} journey={journey.clone()}>
            <Form {onsend}>
                <div class="pair">
                    <TextField field={first_name} journey={journey.clone()} label="First name" autocomplete="given-name" />
                    <TextField field={last_name} journey={journey.clone()} label="Last name" autocomplete="family-name" />
                </div>
                <TextField field={email} journey={journey.clone()} label="Email" kind="email" autocomplete="username" />
                <PasswordField field={password} journey={journey.clone()} label="Choose a password" autocomplete="new-password" rule={RULE} />
                <Work {journey} call="start_registration" label="Send me the code" waiting="Sending the code…" />
            </Form>
            <p class="ways"><Go to={View::SIGN_IN}>{ "Back to signing in" }</Go></p>
        </Card>
    }
}
