//! Login of a named user with a password.

use std::rc::Rc;

use crate::args::login::LoginArgs;
use crate::error::{Error, Hint};
use crate::flow::call::Call;
use crate::flow::sign_in::sign_in;
use crate::wire::authorize::{Proof, Subject};
use crate::wire::person::Person;
use crate::world::effect::Outcome;

/// Logs in and keeps the session. A login that fails leaves the session as it was.
pub(crate) async fn login(call: Rc<Call>, args: Box<LoginArgs>) -> Result<Outcome, Error> {
    let password = &args.password;
    if args.person.text().is_empty() || password.expose().is_empty() {
        return Err(Error::argument(Hint::Login));
    }
    let proof = match &args.person {
        Person::Username(username) => Proof::Password { username, password },
        Person::LoginHint { login_hint, custom_data } => {
            Proof::Discovery { login_hint, custom_data: custom_data.as_deref(), password }
        }
    };
    sign_in(&call, Some(&proof), &Subject::User(call.context.guest())).await
}
