//! From an authorize request to a session: the way that every flow but a renewal ends in.

use std::rc::Rc;

use crate::error::{Code, Error, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::signature;
use crate::pkce::Verifier;
use crate::session::facts::Session;
use crate::session::kept::{Kept, Tokens};
use crate::session::machine::{Epoch, Input};
use crate::uvid::Uvid;
use crate::wire::authorize::{self, AuthorizeRequest, Binding, GuestHint};
use crate::wire::code::{self, CodeAnswer};
use crate::wire::token;
use crate::world::abort::Abort;

/// A journey that is one such request and ends in a session: login, guest, one-time code.
pub(crate) async fn enter(
    context: &Rc<Context>,
    ask: &AuthorizeRequest<'_>,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    enter_since(context, context.keeper.epoch(), ask, abort).await
}

/// The same for a journey that began in this epoch.
pub(crate) async fn enter_since(
    context: &Rc<Context>,
    began_in: Epoch,
    ask: &AuthorizeRequest<'_>,
    abort: Abort,
) -> Result<Rc<Session>, Error> {
    let call = Call::begin(context, Step::Authorize, abort)?;
    let kept = redeem(&call, ask).await?;
    keep(context, began_in, kept).await
}

/// Authorize, echo, token: for those who keep the session in a way of their own.
pub(crate) async fn redeem(call: &Call, ask: &AuthorizeRequest<'_>) -> Result<Kept, Error> {
    let context = call.context.clone();
    let settings = &context.settings;
    let binding = Binding::new(&*context.draw().await?, &*context.draw().await?);
    let answer = call.send(Step::Authorize, authorize::request(settings, &binding, ask)?).await?;
    let code = code::read(settings, &binding.state, &answer).map_err(|error| match (error.code(), ask) {
        (Code::RedirectUriMismatch, _) => error.with_redirect_uri(&settings.redirect_uri),
        // The site has one text for a wrong password and a wrong code.
        (Code::InvalidCredentials, AuthorizeRequest::OneTimeCode { .. }) => error.of_code(Code::InvalidOtp),
        _ => error,
    })?;
    exchange(call, &code, &settings.redirect_uri, &binding.verifier, Subject::of(ask)).await
}

/// Whose code it is, with the visitor id that it was asked for with.
pub(crate) enum Subject {
    Guest(GuestHint),
    User(Option<Uvid>),
}

impl Subject {
    fn of(ask: &AuthorizeRequest<'_>) -> Self {
        match *ask {
            AuthorizeRequest::Guest { hint } => Self::Guest(hint.clone()),
            AuthorizeRequest::Login { uvid, .. }
            | AuthorizeRequest::Discovery { uvid, .. }
            | AuthorizeRequest::OneTimeCode { uvid, .. } => Self::User(uvid.cloned()),
        }
    }
}

/// Token.
pub(crate) async fn exchange(
    call: &Call,
    code: &CodeAnswer,
    redirect_uri: &str,
    verifier: &Verifier,
    who: Subject,
) -> Result<Kept, Error> {
    let context = call.context.clone();
    let settings = &context.settings;
    let guest = match &who {
        Subject::Guest(hint) => Some(hint),
        Subject::User(_) => None,
    };
    let answer = call.send(Step::Token, token::exchange(settings, code, redirect_uri, verifier, guest)).await?;
    let answer = token::read(settings, Step::Token, &answer)?;
    signature::check(call, Step::Token, &answer).await?;
    let (session, visitor) = match who {
        Subject::User(uvid) => (Session::of_user(settings, code, &answer, uvid.as_ref()), uvid),
        Subject::Guest(GuestHint::Uvid(uvid)) => (Session::of_guest(settings, code, &answer, Some(&uvid)), None),
        Subject::Guest(GuestHint::Jwt(_)) => (Session::of_guest(settings, code, &answer, None), None),
    };
    // A guest is the visitor that the site says; and a user who was none before may have become one by the site's own doing.
    let visitor = visitor.or_else(|| session.uvid.as_deref().and_then(|uvid| Uvid::parse(uvid).ok()));
    let tokens = Tokens {
        access: answer.access,
        refresh: answer.refresh,
        instance_url: answer.instance_url,
        received_at: context.world.now_ms(),
    };
    Ok(Kept { session: Rc::new(session), tokens: Rc::new(tokens), visitor })
}

/// Keeps a new session: from here on no abort and no deadline ends the call, nor is anything of it left undone where the caller
/// is dropped. The named user's refresh token that nobody will use, be it the replaced session's or that of a login that a
/// sign-out overtook, is revoked.
pub(crate) async fn keep(context: &Rc<Context>, began_in: Epoch, new: Kept) -> Result<Rc<Session>, Error> {
    let session = new.session.clone();
    context.happen(Input::Began(began_in, new)).stored().await;
    // The sign-out may also have come while the store was busy; then it has revoked this session as its own.
    if context.keeper.epoch() == began_in { Ok(session) } else { Err(Error::new(Code::Aborted, Step::Token)) }
}
