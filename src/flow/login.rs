//! Login of a named user with a password.

use std::rc::Rc;

use serde::Serialize;

use crate::abort::Abort;
use crate::boxed::Begun;
use crate::error::Error;
use crate::flow::context::Context;
use crate::flow::redeem::enter;
use crate::json::serialized_object;
use crate::platform::Platform;
use crate::secret::Password;
use crate::session::facts::Session;
use crate::wire::authorize::AuthorizeRequest;
use crate::wire::person::Person;

/// Who logs in, and the proof.
#[derive(Clone, Debug)]
pub struct LoginArgs {
    pub(crate) person: Person,
    pub(crate) password: Password,
}

impl LoginArgs {
    /// By user name. Both are sent exactly as given: nothing is trimmed, any character may occur.
    pub fn new(username: impl Into<String>, password: impl Into<Password>) -> Self {
        Self { person: Person::Username(username.into()), password: password.into() }
    }

    /// By something that the site's discovery handler finds the user by, such as an email address or a phone number.
    pub fn by_hint(login_hint: impl Into<String>, password: impl Into<Password>) -> Self {
        Self {
            person: Person::LoginHint { login_hint: login_hint.into(), custom_data: None },
            password: password.into(),
        }
    }

    /// More for the discovery handler; anything that serializes to an object. Without a login hint it is not sent.
    ///
    /// # Errors
    /// `invalid_argument` for what is no JSON object.
    pub fn custom_data(mut self, data: &impl Serialize) -> Result<Self, Error> {
        self.person = self.person.with_custom_data(serialized_object(data)?);
        Ok(self)
    }
}

/// Logs in and keeps the session. A login that fails leaves the session as it was.
pub(crate) fn login<P: Platform>(context: &Rc<Context<P>>, args: &LoginArgs, abort: Abort) -> Begun<Rc<Session>> {
    let password = &args.password;
    if args.person.text().is_empty() || password.expose().is_empty() {
        return Err(Error::argument("username or loginHint, and password, must be non-empty strings."));
    }
    let visitor = context.keeper.guest();
    let uvid = visitor.as_ref();
    let request = match &args.person {
        Person::Username(username) => AuthorizeRequest::Login { username, password, uvid },
        Person::LoginHint { login_hint, custom_data } => {
            AuthorizeRequest::Discovery { login_hint, custom_data: custom_data.as_deref(), password, uvid }
        }
    };
    enter(context, &request, abort)
}
