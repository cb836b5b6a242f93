//! Passwordless login: a code goes out to the person, and the code logs them in.

use std::rc::Rc;

use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::error::{Error, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::one_time_code;
use crate::secret::OneTimeCode;
use crate::session::facts::Session;
use crate::wire::authorize::OtpFlow;
use crate::wire::passwordless;
use crate::world::abort::Abort;

pub(crate) async fn start(
    context: &Rc<Context>,
    args: PasswordlessArgs,
    abort: Abort,
) -> Result<StartedPasswordlessLogin, Error> {
    args.person.check()?;
    let call = Call::begin(context, Step::Passwordless, abort)?;
    let request = passwordless::request(&context.settings, &args.person, args.method, &args.options);
    let answer = call.send(Step::Passwordless, request).await?;
    Ok(StartedPasswordlessLogin { identifier: passwordless::read(&answer)?, method: args.method })
}

pub(crate) async fn complete(
    context: &Rc<Context>,
    started: StartedPasswordlessLogin,
    code: OneTimeCode,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    one_time_code::complete(context, OtpFlow::Passwordless, &started.identifier, &code, started.method, abort).await
}
