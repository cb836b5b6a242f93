//! Password reset: a code goes out to the person, and with the code they choose a new password. It ends in no session; they
//! log in afterwards.

use std::rc::Rc;

use crate::args::password_reset::PasswordResetArgs;
use crate::context::call::Call;
use crate::error::{Error, Hint, Step};
use crate::http::HttpRequest;
use crate::secret::{OneTimeCode, Password};
use crate::wire::forgot_password::{self, OTP_SENT, SUCCESS};
use crate::world::effect::Outcome;

pub(crate) async fn start(call: Rc<Call>, args: Box<PasswordResetArgs>) -> Result<Outcome, Error> {
    args.person.check()?;
    args.options.check()?;
    let request = forgot_password::start(&call.context.settings, &args.person, &args.options);
    send(&call, request, OTP_SENT).await
}

/// Who has the code, and the password that they want.
pub(crate) struct Completion {
    pub username: String,
    pub new_password: Password,
    pub code: OneTimeCode,
}

pub(crate) async fn complete(call: Rc<Call>, args: Box<Completion>) -> Result<Outcome, Error> {
    let Completion { username, new_password, code } = &*args;
    if username.is_empty() || new_password.expose().is_empty() || code.expose().is_empty() {
        return Err(Error::argument(Hint::PasswordReset));
    }
    let request = forgot_password::complete(&call.context.settings, username, new_password, code);
    send(&call, request, SUCCESS).await
}

async fn send(call: &Call, request: Box<HttpRequest>, wanted: &str) -> Result<Outcome, Error> {
    let answer = call.send(Step::PasswordReset, request).await?;
    forgot_password::read(&answer, wanted).map(|()| Outcome::Nothing)
}
