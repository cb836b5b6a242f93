//! Social sign-on: the page leaves for a provider and comes back with a code.
//!
//! What binds the way out to the way back is kept in the tab's own store (or the app's, where it has one) for 15 minutes, and
//! the first return removes it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::args::social::SocialSignOnArgs;
use crate::error::{Code, Error, Hint, Step};
use crate::flow::call::Call;
use crate::flow::context::Context;
use crate::flow::redeem::{Subject, exchange, keep};
use crate::json::{self, Json, Member, object_text};
use crate::pkce::{State, Verifier};
use crate::platform::{StoreError, StoreKind};
use crate::session::facts::SocialSession;
use crate::session::machine::Epoch;
use crate::text::concat;
use crate::url;
use crate::wire::authorize::Binding;
use crate::wire::social::{Callback, sign_on_url};
use crate::world::abort::Abort;

const LIFETIME_MS: f64 = 15.0 * 60.0 * 1000.0;
/// A page may offer several providers and be left unfinished; more than that is no person any more.
const MOST_PENDING: usize = 10;

/// One way out that nobody has come back from yet.
struct Pending {
    state: State,
    verifier: Verifier,
    redirect_uri: String,
    return_to: Option<String>,
    since: f64,
}

pub(crate) async fn url(context: &Rc<Context>, args: SocialSignOnArgs, abort: Abort) -> Result<String, Error> {
    let call = Call::begin(context, Step::Authorize, abort)?;
    if args.provider.is_empty() {
        return Err(Error::argument(Hint::Provider));
    }
    if !url::parts(&args.redirect_uri).is_some_and(|parts| parts.is_trustworthy() && parts.fragment.is_none()) {
        return Err(Error::argument(Hint::RedirectUri));
    }
    if let Some(return_to) = &args.return_to
        && !is_own(return_to, context.origin.as_deref())
    {
        return Err(Error::argument(Hint::ReturnTo));
    }
    let binding = Binding::new(&*context.draw().await?, &*context.draw().await?);
    let address = sign_on_url(&context.settings, &binding, &args.provider, &args.redirect_uri);
    let pending = Pending {
        state: binding.state,
        verifier: binding.verifier,
        redirect_uri: args.redirect_uri,
        return_to: args.return_to,
        since: context.world.now_ms() as f64,
    };
    let kept = leave(&call, pending).await;
    call.unless_interrupted(Step::Authorize, kept)??;
    Ok(address)
}

async fn leave(call: &Call, pending: Pending) -> Result<(), Error> {
    let store = PendingStore::of(call);
    let _guard = call.context.leaving.lock(&call.world).await;
    let mut all = store.read().await?;
    all.push(pending);
    let surplus = all.len().saturating_sub(MOST_PENDING);
    store.write(all.get(surplus..).unwrap_or_default()).await
}

/// Completes a sign-on with the address that the page came back to.
///
/// # Errors
/// `state_mismatch` without a request where nobody here has left with that state, or has come back already; otherwise what
/// the provider, the site or the exchange may fail with.
///
/// Calls with one address at the same time share one exchange, for a code is good for one: a page that runs its effects twice
/// completes twice.
pub(crate) async fn complete(
    context: &Rc<Context>,
    callback_url: String,
    abort: Abort,
) -> Result<SocialSession, Error> {
    let call = Call::begin(context, Step::Callback, abort)?;
    let callback = Callback::parse(&callback_url)?;
    let (arriving, began_in) = (context.clone(), context.keeper.epoch());
    let begin = |abort| -> Pin<Box<dyn Future<Output = _>>> {
        Box::pin(async move { arrive(&Call::begin(&arriving, Step::Callback, abort)?, began_in, callback).await })
    };
    let arriving = context.arriving.join(&context.world, (began_in, callback_url), PartialEq::eq, begin);
    call.joined(Step::Callback, arriving.outcome(&call.world).await)
}

async fn arrive(call: &Call, began_in: Epoch, callback: Callback) -> Result<SocialSession, Error> {
    let context = call.context.clone();
    let pending = take(call, &callback).await;
    let pending = call.unless_interrupted(Step::Callback, pending)??;
    let code = callback.code(&context.settings)?;
    // A redirect carries no visitor id.
    let who = Subject::User(None);
    let kept = exchange(call, &code, &pending.redirect_uri, &pending.verifier, who).await?;
    let session = keep(&context, began_in, kept).await?;
    Ok(SocialSession { session, return_to: pending.return_to })
}

/// Takes out what was kept on the way out, so that nobody comes back a second time.
async fn take(call: &Call, callback: &Callback) -> Result<Pending, Error> {
    let store = PendingStore::of(call);
    let _guard = call.context.leaving.lock(&call.world).await;
    let (mut pending, mut others) = (None, Vec::new());
    for one in store.read().await? {
        let is_it = pending.is_none() && callback.answers(&one.state);
        if is_it { pending = Some(one) } else { others.push(one) }
    }
    let pending = pending.ok_or_else(|| Error::new(Code::StateMismatch, Step::Callback))?;
    store.write(&others).await?;
    Ok(pending)
}

/// A path of this origin, or an address on it. `//host` and `/\host` are other hosts to a browser.
fn is_own(address: &str, origin: Option<&str>) -> bool {
    match address.strip_prefix('/') {
        Some(rest) => {
            !matches!(rest.as_bytes(), [b'/' | b'\\', ..]) && !address.bytes().any(|byte| byte.is_ascii_control())
        }
        None => origin.is_some() && url::parts(address).map(|parts| parts.origin).as_deref() == origin,
    }
}

/// Where the ways out are kept.
struct PendingStore<'a> {
    call: &'a Call,
    store: StoreKind,
    key: String,
}

impl<'a> PendingStore<'a> {
    fn of(call: &'a Call) -> Self {
        let settings = &call.context.settings;
        let store = match settings.storage {
            Some(StoreKind::Own) => StoreKind::Own,
            _ => StoreKind::Session,
        };
        Self { call, store, key: concat(&[&settings.storage_key(), ":social"]) }
    }

    /// What is kept and not too old. Anything that we did not write is as good as nothing.
    async fn read(&self) -> Result<Vec<Pending>, Error> {
        let (world, limit_ms) = (&self.call.world, self.call.context.settings.timeout_ms);
        let text = world.get(self.store, &self.key, limit_ms).await.map_err(failed)?;
        let now = world.now_ms() as f64;
        let list = text.as_deref().and_then(Json::parse).unwrap_or(Json::Null);
        let pending = |entry: &Json| {
            let since = entry.number("since").filter(|since| (0.0..=LIFETIME_MS).contains(&(now - since)))?;
            Some(Pending {
                state: State::from_store(entry.str("state")?),
                verifier: Verifier::parse(entry.str("verifier")?.to_owned()).ok()?,
                redirect_uri: entry.str("redirectUri")?.to_owned(),
                return_to: entry.str("returnTo").map(str::to_owned),
                since,
            })
        };
        let mut all = Vec::new();
        for entry in list.elements() {
            all.extend(pending(entry));
        }
        Ok(all)
    }

    async fn write(&self, all: &[Pending]) -> Result<(), Error> {
        let mut text = Zeroizing::new(String::from("["));
        for pending in all {
            if text.len() > 1 {
                text.push(',');
            }
            let since = json::to_text(&Json::Number(pending.since)).unwrap_or_default();
            let mut members = vec![
                ("state", Member::Text(pending.state.expose())),
                ("verifier", Member::Text(pending.verifier.expose())),
                ("redirectUri", Member::Text(&pending.redirect_uri)),
                ("since", Member::Raw(&since)),
            ];
            members.extend(pending.return_to.as_deref().map(|address| ("returnTo", Member::Text(address))));
            text.push_str(&object_text(&members));
        }
        text.push(']');
        let (world, limit_ms) = (&self.call.world, self.call.context.settings.timeout_ms);
        let written = if all.is_empty() {
            world.remove(self.store, &self.key, limit_ms).await
        } else {
            world.set(self.store, &self.key, &text, limit_ms).await
        };
        written.map_err(failed)
    }
}

fn failed(_: StoreError) -> Error {
    Error::new(Code::Storage, Step::Storage)
}
