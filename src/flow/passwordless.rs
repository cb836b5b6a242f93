//! Passwordless login: a code goes out to the person, and the code logs them in.

use std::rc::Rc;

use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::context::call::Call;
use crate::error::{Error, Step};
use crate::wire::passwordless;
use crate::world::effect::Outcome;

pub(crate) async fn start(call: Rc<Call>, args: Box<PasswordlessArgs>) -> Result<Outcome, Error> {
    args.person.check()?;
    args.options.check()?;
    let request = passwordless::request(&call.context.settings, &args.person, args.method, &args.options);
    let answer = call.send(Step::Passwordless, request).await?;
    let identifier = passwordless::read(&answer)?;
    Ok(Outcome::PasswordlessLogin(Rc::new(StartedPasswordlessLogin { identifier, method: args.method })))
}
