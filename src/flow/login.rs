//! Login of a named user with a password.

use std::rc::Rc;

use crate::args::login::LoginArgs;
use crate::error::{Error, Hint};
use crate::flow::context::Context;
use crate::flow::redeem::enter;
use crate::session::facts::Session;
use crate::wire::authorize::AuthorizeRequest;
use crate::wire::person::Person;
use crate::world::abort::Abort;

/// Logs in and keeps the session. A login that fails leaves the session as it was.
pub(crate) async fn login(context: &Rc<Context>, args: LoginArgs, abort: Abort) -> Result<Rc<Session>, Error> {
    let password = &args.password;
    if args.person.text().is_empty() || password.expose().is_empty() {
        return Err(Error::argument(Hint::Login));
    }
    let visitor = context.keeper.guest();
    let uvid = visitor.as_ref();
    let request = match &args.person {
        Person::Username(username) => AuthorizeRequest::Login { username, password, uvid },
        Person::LoginHint { login_hint, custom_data } => {
            AuthorizeRequest::Discovery { login_hint, custom_data: custom_data.as_deref(), password, uvid }
        }
    };
    enter(context, &request, abort).await
}
