//! Social sign-on: the page leaves for a provider and comes back with a code.
//!
//! What binds the way out to the way back is kept in the tab's own store (or the app's, where it has one) for 15 minutes, and
//! the first return removes it.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::args::social::SocialSignOnArgs;
use crate::context::call::Call;
use crate::error::{Code, Error, Hint, Step};
use crate::flow::obtain::{begin_session, bind, exchange};
use crate::json::{Value, Writer};
use crate::pkce::{State, Verifier};
use crate::platform::{StoreError, StoreKind};
use crate::session::facts::SocialSession;
use crate::url;
use crate::wire::authorize::{Binding, Subject};
use crate::wire::social::{Callback, sign_on_url};
use crate::world::effect::{Ask, Outcome};

const LIFETIME_MS: u64 = 15 * 60 * 1000;
/// How many unfinished sign-ons are stored. A person may start several, but not more than this.
const MOST_PENDING: usize = 10;

/// A sign-on that was started and not completed.
struct Pending {
    state: State,
    verifier: Verifier,
    redirect_uri: String,
    return_to: Option<String>,
    since: u64,
}

pub(crate) async fn start(call: Rc<Call>, args: Box<SocialSignOnArgs>) -> Result<Outcome, Error> {
    let context = &call.context;
    let SocialSignOnArgs { provider, redirect_uri, return_to } = *args;
    if provider.is_empty() {
        return Err(Error::argument(Hint::Provider));
    }
    if url::redirect_uri(&redirect_uri).is_none() {
        return Err(Error::argument(Hint::RedirectUri));
    }
    if let Some(return_to) = &return_to
        && !url::is_of_origin(return_to, context.origin.as_deref())
    {
        return Err(Error::argument(Hint::ReturnTo));
    }
    let Binding { state, verifier } = *bind(&call).await?;
    let address = sign_on_url(&context.settings, &state, &verifier.challenge(), &provider, &redirect_uri);
    let since = context.world.now_ms();
    remember(&call, Pending { state, verifier, redirect_uri, return_to, since }).await?;
    Ok(Outcome::Address(Rc::new(address)))
}

async fn remember(call: &Call, pending: Pending) -> Result<(), Error> {
    let mut pending = Some(pending);
    let add = &mut |all: &mut Vec<Pending>| {
        all.extend(pending.take());
        true
    };
    update_pending(call, Step::Authorize, add).await
}

/// Completes a sign-on with the address that the page came back to.
///
/// # Errors
/// `state_mismatch`, without a request, if no sign-on with that state is pending; otherwise what the provider, the site or the
/// exchange may fail with.
///
/// Concurrent calls with one address share one exchange, because a code works once and a page may run its effects twice.
pub(crate) async fn complete(call: Rc<Call>, callback_url: String) -> Result<Outcome, Error> {
    let context = &call.context;
    let callback = Callback::parse(&callback_url)?;
    let key = (call.start.epoch, Zeroizing::new(callback_url));
    let returning = context.returns.join_or_begin(&context.world, key, || {
        let shared = Call::shared(context);
        (Some(shared.switch()), Box::pin(exchange_return(shared, callback)))
    });
    call.join(Step::Callback, returning).await
}

async fn exchange_return(call: Rc<Call>, callback: Callback) -> Result<Outcome, Error> {
    let pending = take(&call, &callback).await?;
    let code = callback.code(&call.context.settings)?;
    // A redirect carries no visitor id.
    let kept = exchange(&call, &code, &pending.redirect_uri, &pending.verifier, Subject::User(None)).await?;
    let session = begin_session(&call, call.start, kept).await?;
    Ok(Outcome::SocialSession(Rc::new(SocialSession { session, return_to: pending.return_to })))
}

/// Takes the pending sign-on out of the store, so that it cannot be completed a second time.
async fn take(call: &Call, callback: &Callback) -> Result<Pending, Error> {
    let mut found = None;
    let take = &mut |all: &mut Vec<Pending>| {
        for one in std::mem::take(all) {
            let is_it = found.is_none() && callback.answers(&one.state);
            if is_it { found = Some(one) } else { all.push(one) }
        }
        found.is_some()
    };
    update_pending(call, Step::Callback, take).await?;
    found.ok_or_else(|| Error::new(Code::StateMismatch, Step::Callback))
}

/// Reads the pending sign-ons, and writes them back where `update` says that it has changed them, or where entries were left out because
/// they are too old or not of our making.
async fn update_pending(
    call: &Call,
    step: Step,
    update: &mut dyn FnMut(&mut Vec<Pending>) -> bool,
) -> Result<(), Error> {
    let context = &call.context;
    let store = match context.settings.storage {
        Some(StoreKind::Own) => StoreKind::Own,
        _ => StoreKind::Session,
    };
    let slot = context.settings.slot(store, ":social");
    let _guard = context.pending_lock.lock(&context.world, call.limit()).await;
    call.check(step)?;
    let text = call.ask(step, Ask::Get(slot.clone())).await?.value().map_err(failed)?;
    let (mut all, are_others) = text.map(|text| parse(&text, context.world.now_ms())).unwrap_or_default();
    let has_changed = update(&mut all);
    if !has_changed && !are_others {
        return Ok(());
    }
    let surplus = all.len().saturating_sub(MOST_PENDING);
    let all = all.get(surplus..).unwrap_or_default();
    let ask = if all.is_empty() { Ask::Remove(slot) } else { Ask::Set(slot, to_text(all)) };
    let written = call.ask(step, ask).await?.done();
    if has_changed { written.map_err(failed) } else { Ok(()) }
}

/// The pending sign-ons, and whether there are others, which are too old or not of our making.
fn parse(text: &str, now: u64) -> (Vec<Pending>, bool) {
    let (mut all, mut are_others) = (Vec::new(), false);
    for entry in Value::parse(text).unwrap_or(Value::NULL).elements() {
        let pending = parse_one(entry, now);
        are_others |= pending.is_none();
        all.extend(pending);
    }
    (all, are_others)
}

fn parse_one(entry: Value<'_>, now: u64) -> Option<Pending> {
    let since = entry.whole("since")?;
    if now.saturating_sub(since) > LIFETIME_MS {
        return None;
    }
    Some(Pending {
        state: State::from_store(&entry.str("state")?),
        verifier: Verifier::parse(entry.str("verifier")?).ok()?,
        redirect_uri: entry.str("redirectUri")?,
        return_to: entry.str("returnTo"),
        since,
    })
}

fn to_text(all: &[Pending]) -> Zeroizing<String> {
    let mut out = Writer::default();
    out.open('[');
    for pending in all {
        out.open('{').member("state", pending.state.expose()).member("verifier", pending.verifier.expose());
        out.member("redirectUri", &pending.redirect_uri).name("since").number(pending.since);
        out.optional("returnTo", pending.return_to.as_deref()).close('}');
    }
    out.close(']');
    out.into_text()
}

fn failed(_: StoreError) -> Error {
    Error::storage().with_hint(Hint::OfSocialSignOn)
}
