//! A client's beginning: it takes over what its store has.

use std::rc::Rc;

use crate::context::Context;
use crate::context::call::Call;
use crate::error::{Error, Hint};
use crate::platform::{StoreError, StoreKind};
use crate::session::boundary::{Look, Reach};
use crate::world::effect::{Effect, Outcome};

/// Comes before all other calls.
///
/// # Errors
/// `storage` where the chosen store cannot be used at all.
pub(crate) async fn open(call: Rc<Call>) -> Result<Outcome, Error> {
    let outcome = take_over(&call.context).await;
    if outcome.is_err() {
        call.context.close();
    }
    outcome
}

async fn take_over(context: &Rc<Context>) -> Result<Outcome, Error> {
    let unusable = |_: StoreError| Error::storage();
    let mut probed = Ok(());
    if matches!(context.settings.storage, Some(StoreKind::Session | StoreKind::Local)) {
        if context.origin.is_none() {
            return Err(Error::storage().with_hint(Hint::OnServer));
        }
        probed = context.probe().await;
    }
    let reach = context.reach();
    if reach != Reach::Client {
        // Before the store is read: what changes from now on is heard of.
        let channel = (reach == Reach::Origin).then(|| context.settings.storage_key.clone());
        context.world.emit(Effect::Join { channel });
    }
    context.look(Look::Routine).await.map_err(unusable)?;
    if context.machine().kept().is_none() {
        probed.map_err(unusable)?; // a store that is full may still have the session
    }
    if reach == Reach::Origin {
        // Rule 7 of the session. A state of this tab's own began after it had joined.
        context.look_soon(Look::Waking, true);
    }
    Ok(Outcome::Nothing)
}
