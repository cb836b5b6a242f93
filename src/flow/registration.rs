//! Registration: the person's data goes in, a code goes out to them, and the code logs them in.

use std::rc::Rc;

use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::error::{Error, Hint, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::one_time_code;
use crate::secret::OneTimeCode;
use crate::session::facts::Session;
use crate::wire::authorize::OtpFlow;
use crate::wire::registration::{self, Registration};
use crate::world::abort::Abort;

pub(crate) async fn start(
    context: &Rc<Context>,
    args: RegistrationArgs,
    abort: Abort,
) -> Result<StartedRegistration, Error> {
    let (user, method) = (&args.user, args.method);
    let texts = [&user.first_name, &user.last_name, &user.email, &user.username];
    if texts.iter().any(|text| text.is_empty()) || user.password.expose().is_empty() {
        return Err(Error::argument(Hint::Registration));
    }
    let call = Call::begin(context, Step::Registration, abort)?;
    let request = registration::request(
        &context.settings,
        &Registration {
            first_name: &user.first_name,
            last_name: &user.last_name,
            email: &user.email,
            username: &user.username,
            password: &user.password,
            method,
            custom_data: args.custom_data.as_deref(),
            options: &args.options,
        },
    );
    let answer = call.send(Step::Registration, request).await?;
    let started = registration::read(&answer)?;
    Ok(StartedRegistration { identifier: started.identifier, email: started.email, method })
}

pub(crate) async fn complete(
    context: &Rc<Context>,
    started: StartedRegistration,
    code: OneTimeCode,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    one_time_code::complete(context, OtpFlow::Registration, &started.identifier, &code, started.method, abort).await
}
