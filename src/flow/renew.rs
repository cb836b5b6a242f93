//! Renewal of the access token: a user's by the refresh token, a guest's by the guest flow with the same visitor id.
//!
//! One renewal at a time for all callers. It belongs to none of them and runs to its end whatever they do: with rotation the
//! old refresh token is dead as soon as the site has answered, so the answer must not be lost.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::error::{Code, Error, Step};
use crate::flow::call::Context;
use crate::flow::guest::enter_as_guest;
use crate::flow::signature;
use crate::flow::turn::{self, Turn};
use crate::platform::Platform;
use crate::session::keeper::{Epoch, Kept, Tokens};
use crate::uvid::Uvid;
use crate::wire::authorize::GuestHint;
use crate::wire::token;

/// The renewal under way, if there is one.
#[derive(Default)]
pub(crate) struct Renewals(RefCell<Option<Rc<Renewal>>>);

struct Renewal {
    of: Kept,
    outcome: RefCell<Option<Result<Kept, Error>>>,
    waiting: RefCell<Vec<Waker>>,
}

/// Whether there is anything to renew the session with.
pub(crate) fn is_renewable(kept: &Kept) -> bool {
    if kept.is_guest() { kept.visitor.is_some() } else { kept.tokens.refresh.is_some() }
}

/// Renews the session, or waits for the renewal of it that is under way.
///
/// # Errors
/// `session_expired` where the site will not have the refresh token any more: the session has then ended. Whatever else went
/// wrong leaves the session as it was.
pub(crate) fn renew<P: Platform>(
    context: &Rc<Context<P>>,
    kept: &Kept,
) -> impl Future<Output = Result<Kept, Error>> + use<P> {
    let under_way = context.renewals.0.borrow().clone().filter(|renewal| renewal.of.is(kept));
    let renewal = under_way.unwrap_or_else(|| begin(context, kept));
    poll_fn(move |cx| match &*renewal.outcome.borrow() {
        Some(outcome) => Poll::Ready(outcome.clone()),
        None => {
            renewal.waiting.borrow_mut().push(cx.waker().clone());
            Poll::Pending
        }
    })
}

fn begin<P: Platform>(context: &Rc<Context<P>>, kept: &Kept) -> Rc<Renewal> {
    let renewal = Rc::new(Renewal { of: kept.clone(), outcome: RefCell::default(), waiting: RefCell::default() });
    context.renewals.0.replace(Some(renewal.clone()));
    let (running, renewing) = (context.clone(), renewal.clone());
    context.platform.spawn(async move {
        let outcome = run(&running, &renewing.of).await;
        renewing.outcome.replace(Some(outcome));
        running.renewals.0.borrow_mut().take_if(|current| Rc::ptr_eq(current, &renewing));
        for waker in renewing.waiting.take() {
            waker.wake();
        }
    });
    renewal
}

async fn run<P: Platform>(context: &Rc<Context<P>>, old: &Kept) -> Result<Kept, Error> {
    let began_in = context.keeper.epoch();
    let guard = match turn::wait(context, old).await {
        Turn::Ours(guard) => guard,
        Turn::Overtaken => return current(context, began_in),
    };
    let outcome = match &old.visitor {
        Some(visitor) if old.is_guest() => guest(context, visitor).await,
        _ => user(context, old).await,
    };
    let outcome = match outcome {
        Ok(new) => keep(context, began_in, old, new).await,
        Err(error) if error.code() == Code::SessionExpired => refused(context, began_in, old, error).await,
        Err(error) => Err(error),
    };
    turn::end(context, guard);
    outcome
}

/// The session that another tab, or another journey of this one, has put in place of the one that was to be renewed. Where
/// there is none any more, it was signed out here, or it ended elsewhere.
fn current<P: Platform>(context: &Context<P>, began_in: Epoch) -> Result<Kept, Error> {
    context.keeper.kept().ok_or_else(|| {
        let is_signed_out = context.keeper.epoch() != began_in;
        if is_signed_out {
            Error::new(Code::Aborted, Step::Refresh)
        } else {
            Error::new(Code::NoSession, Step::Session)
        }
    })
}

/// The site will not have the refresh token. That ends the session, unless it has ended already: another journey has replaced
/// and revoked it meanwhile, or another tab has used the token and was faster.
async fn refused<P: Platform>(
    context: &Rc<Context<P>>,
    began_in: Epoch,
    old: &Kept,
    error: Error,
) -> Result<Kept, Error> {
    if !context.keeper.has(old) || turn::was_overtaken(context, old).await {
        return current(context, began_in);
    }
    context.keeper.expire(old).await;
    Err(error)
}

async fn guest<P: Platform>(context: &Rc<Context<P>>, visitor: &Uvid) -> Result<Kept, Error> {
    enter_as_guest(&mut context.renewing(), GuestHint::Uvid(visitor.clone())).await
}

async fn user<P: Platform>(context: &Rc<Context<P>>, old: &Kept) -> Result<Kept, Error> {
    let Some(refresh) = &old.tokens.refresh else { return Err(Error::new(Code::SessionExpired, Step::Session)) };
    let request = token::refresh(&context.settings, old.session.community_url.as_deref(), refresh);
    let mut call = context.renewing();
    signature::prepare(&mut call, Step::Refresh, &old.session).await?;
    let answer = call.send(Step::Refresh, request).await?;
    let answer = token::read(&context.settings, Step::Refresh, &answer)?;
    signature::check(&mut call, Step::Refresh, &answer).await?;
    let session = Rc::new(old.session.renewed(&answer));
    let tokens = Tokens {
        access: answer.access,
        // Only a rotating app sends a new one.
        refresh: answer.refresh.or_else(|| old.tokens.refresh.clone()),
        instance_url: answer.instance_url.or_else(|| old.tokens.instance_url.clone()),
        received_at: context.platform.now_ms(),
    };
    Ok(Kept { session, tokens: Rc::new(tokens), visitor: old.visitor.clone() })
}

/// Keeps what was renewed. Where the session has gone in the meantime its tokens are of no use to anybody, and end here;
/// but not the refresh token that another tab has renewed the same session with, in an app that does not rotate it.
async fn keep<P: Platform>(context: &Rc<Context<P>>, began_in: Epoch, old: &Kept, new: Kept) -> Result<Kept, Error> {
    match context.keeper.renew(old, new.clone()).await {
        Ok(()) => Ok(new),
        Err(late) => {
            if context.keeper.kept().is_none_or(|current| current.revocable() != late.revocable()) {
                drop(context.revoke(late.revocable()));
            }
            current(context, began_in)
        }
    }
}
