//! Registration: the person's data goes in, a code goes out to them, and the code logs them in.

use std::rc::Rc;

use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::context::call::Call;
use crate::error::{Error, Hint, Step};
use crate::wire::registration::{self, Registration};
use crate::world::effect::Outcome;

pub(crate) async fn start(call: Rc<Call>, args: Box<RegistrationArgs>) -> Result<Outcome, Error> {
    let (user, method) = (&args.user, args.method);
    let texts = [&user.first_name, &user.last_name, &user.email, &user.username];
    if texts.iter().any(|text| text.is_empty()) || user.password.expose().is_empty() {
        return Err(Error::argument(Hint::Registration));
    }
    args.options.check()?;
    let request = registration::request(
        &call.context.settings,
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
    let started = StartedRegistration { identifier: started.identifier, email: started.email, method };
    Ok(Outcome::Registration(Rc::new(started)))
}
