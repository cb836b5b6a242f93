//! Password reset: a code goes out to the person, and with the code they choose a new password. It ends in no session; they
//! log in afterwards.

use std::rc::Rc;

use crate::args::password_reset::PasswordResetArgs;
use crate::error::{Error, Hint, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::secret::{OneTimeCode, Password};
use crate::wire::forgot_password::{self, OTP_SENT, SUCCESS};
use crate::world::abort::Abort;

pub(crate) async fn start(context: &Rc<Context>, args: PasswordResetArgs, abort: Abort) -> Result<(), Error> {
    args.person.check()?;
    let call = Call::begin(context, Step::PasswordReset, abort)?;
    let request = forgot_password::start(&context.settings, &args.person, &args.options);
    let answer = call.send(Step::PasswordReset, request).await?;
    forgot_password::read(&answer, OTP_SENT)
}

pub(crate) async fn complete(
    context: &Rc<Context>,
    username: String,
    new_password: Password,
    code: OneTimeCode,
    abort: Abort,
) -> Result<(), Error> {
    if username.is_empty() || new_password.expose().is_empty() || code.expose().is_empty() {
        return Err(Error::argument(Hint::PasswordReset));
    }
    let call = Call::begin(context, Step::PasswordReset, abort)?;
    let request = forgot_password::complete(&context.settings, &username, &new_password, &code);
    let answer = call.send(Step::PasswordReset, request).await?;
    forgot_password::read(&answer, SUCCESS)
}
