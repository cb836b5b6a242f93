//! Login of a named user with a password.

use std::rc::Rc;

use crate::args::login::LoginArgs;
use crate::context::call::Call;
use crate::error::{Error, Hint};
use crate::flow::obtain::obtain_session;
use crate::wire::authorize::{Proof, Requester};
use crate::wire::person::Person;
use crate::world::effect::Outcome;

/// Logs in and keeps the session. A login that fails leaves the session as it was.
pub(crate) async fn login(call: Rc<Call>, args: Box<LoginArgs>) -> Result<Outcome, Error> {
    let password = &args.password;
    args.person.check()?;
    if password.expose().is_empty() {
        return Err(Error::argument(Hint::Password));
    }
    let proof = match &args.person {
        Person::Username(username) => Proof::Password { username, password },
        Person::LoginHint { login_hint, custom_data } => {
            Proof::Discovery { login_hint, custom_data: custom_data.as_deref(), password }
        }
    };
    obtain_session(&call, &Requester::User { proof, visitor: call.context.guest() }).await
}
