//! Login of a named user: authorize, echo, token.

use std::rc::Rc;

use crate::abort::Abort;
use crate::error::{Code, Error, Step};
use crate::flow::call::{Call, Context};
use crate::platform::Platform;
use crate::secret::Password;
use crate::session::facts::Session;
use crate::session::keeper::{Epoch, Kept, Tokens};
use crate::wire::authorize::{self, Binding, Login};
use crate::wire::http::HttpRequest;
use crate::wire::{code, token};

/// Who logs in, and the proof.
#[derive(Clone, Debug)]
pub struct LoginArgs {
    pub(crate) username: String,
    pub(crate) password: Password,
}

impl LoginArgs {
    /// Both are sent exactly as given: nothing is trimmed, any character may occur.
    pub fn new(username: impl Into<String>, password: impl Into<Password>) -> Self {
        Self { username: username.into(), password: password.into() }
    }
}

/// Logs in and keeps the session. A login that fails leaves the session as it was.
pub(crate) async fn login<P: Platform>(
    context: &Rc<Context<P>>,
    args: LoginArgs,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    if args.username.is_empty() || args.password.expose().is_empty() {
        return Err(Error::argument("username and password must be non-empty strings."));
    }
    let began_in = context.keeper.epoch();
    let mut call = context.begin(Step::Authorize, abort)?;
    let binding = Binding::generate()?;
    let login = Login { username: &args.username, password: &args.password };
    let request = authorize::login(&context.settings, &binding, &login)?;
    let kept = redeem(&mut call, request, binding).await?;
    keep(context, began_in, kept)
}

/// From an authorize request to tokens: the way of every flow that ends in a session.
async fn redeem<P: Platform>(call: &mut Call<P>, request: HttpRequest, binding: Binding) -> Result<Kept, Error> {
    let context = call.context.clone();
    let settings = &context.settings;
    let answer = call.send(Step::Authorize, request).await?;
    let code = code::read(settings, &binding.state, &answer).map_err(|error| match error.code() {
        Code::RedirectUriMismatch => with_redirect_uri(error, &settings.redirect_uri),
        _ => error,
    })?;
    let answer = call.send(Step::Token, token::exchange(settings, &code, &binding.verifier)).await?;
    let answer = token::read(settings, Step::Token, &answer)?;
    let session = Rc::new(Session::of_user(settings, &code, &answer));
    let tokens = Tokens { access: answer.access, refresh: answer.refresh, received_at: context.platform.now_ms() };
    Ok(Kept { session, tokens: Rc::new(tokens) })
}

/// Keeps a new session. From here on nothing waits, so a call either fails before or has its session. The refresh token that
/// nobody will use, be it the replaced session's or that of a login that a sign-out overtook, is revoked.
fn keep<P: Platform>(context: &Rc<Context<P>>, began_in: Epoch, new: Kept) -> Result<Rc<Session>, Error> {
    let session = new.session.clone();
    let (unused, outcome) = match context.keeper.sign_in(began_in, new) {
        Ok(replaced) => (replaced, Ok(session)),
        Err(overtaken) => (Some(overtaken), Err(Error::new(Code::Aborted, Step::Session))),
    };
    if let Some(refresh) = unused.as_ref().and_then(|kept| kept.tokens.refresh.as_ref()) {
        context.revoke_in_background(refresh);
    }
    outcome
}

/// The one hint with a value in it: the exact string that was sent is what has to be compared in Setup.
fn with_redirect_uri(error: Error, redirect_uri: &str) -> Error {
    let mut hint = error.hint().to_owned();
    hint.push_str(" Sent was: ");
    hint.push_str(redirect_uri);
    hint.push_str(" On a site with two prefixes (/portal and /portalvforcesite) only the registered one counts.");
    error.with_hint(hint)
}
